package io.rehydrate.doctor;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Vendor;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Questions that are put to every server. */
final class ServerFacts {
  private static final Duration MOST_SKEW = Duration.ofSeconds(60);

  private ServerFacts() {}

  static Connection open(ServerLogin login, String role) {
    return Sessions.open(login.withUrl(login.url().withoutSchema()), role);
  }

  static String variable(Connection session, String expression) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + expression)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  static void version(
      Connection session, String role, ServerLogin login, Settings settings, Findings findings)
      throws SQLException {
    ServerVersion version = Sessions.version(session);
    Optional<Vendor> programs = programs(settings);
    if (programs.isPresent() && programs.get() != version.vendor()) {
      findings.warn(
          role + " server",
          login
              + ": "
              + version.vendor()
              + " "
              + version
              + ", and the client programs are "
              + programs.get()
              + "'s",
          "Install the client programs of "
              + version.vendor()
              + ", or name their folder in tools.directory");
    } else {
      findings.ok(role + " server", login + ": " + version.vendor() + " " + version);
    }
  }

  private static Optional<Vendor> programs(Settings settings) {
    try {
      return Optional.of(ToolChecks.programs(settings).dump().version().vendor());
    } catch (RehydrateException e) {
      return Optional.empty();
    }
  }

  static void clock(Connection session, String role, Clock clock, Findings findings)
      throws SQLException {
    Instant theirs = Instant.ofEpochSecond(Long.parseLong(variable(session, "UNIX_TIMESTAMP()")));
    Duration skew = Duration.between(clock.instant(), theirs).abs();
    String zone = variable(session, "CONCAT(@@global.time_zone, ' (', @@system_time_zone, ')')");
    if (skew.compareTo(MOST_SKEW) > 0) {
      findings.warn(
          role + " clock",
          "its time and ours are " + skew.toSeconds() + " s apart",
          "Let both machines keep time by NTP");
    } else {
      findings.ok(role + " clock", "as ours; its time zone is " + zone);
    }
  }
}
