package io.rehydrate.doctor;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.ScratchSpace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The scratch: not the source, and ours to make and drop schemas in. */
record ScratchChecks(Settings settings, Clock clock) implements Examination {
  @Override
  public void examine(Findings findings) throws SQLException {
    Optional<Settings.Scratch> scratch = settings.scratch();
    if (scratch.isEmpty()) {
      findings.ok(
          "scratch", "no scratch.url; the kind " + settings.source().kind() + " makes its own");
      return;
    }
    ServerLogin login = scratch.get().login();
    try (Connection session = ServerFacts.open(login, "scratch")) {
      ServerFacts.version(session, "scratch", login, settings, findings);
      ServerFacts.clock(session, "scratch", clock, findings);
      if (isTheSource(session, findings)) {
        return;
      }
      rights(session, login, findings);
      switches(session, findings);
      space(session, login, findings);
    }
  }

  private void space(Connection session, ServerLogin login, Findings findings) throws SQLException {
    Optional<ScratchSpace> space = ScratchSpace.of(session, login, sourceBytes());
    if (space.isEmpty()) {
      findings.ok(
          "scratch space",
          "not known; MariaDB reports it with its plugin DISKS and the right FILE");
    } else if (space.get().isEnough()) {
      findings.ok("scratch space", "it " + space.get().words());
    } else {
      findings.warn(
          "scratch space",
          "it " + space.get().words() + ", if the plan truncates no table",
          "Make room there, or truncate large tables in the plan: a night is refused otherwise");
    }
  }

  /** Of the rows by its statistics; 0 where it does not answer, as its own line reports. */
  private long sourceBytes() throws SQLException {
    Optional<ServerLogin> login = settings.source().login();
    if (login.isEmpty()) {
      return 0;
    }
    String schemas =
        settings.source().schemas().stream().map(Sql::text).collect(Collectors.joining(", "));
    try (Connection source = ServerFacts.open(login.get(), "source")) {
      return Long.parseLong(
          ServerFacts.variable(
              source,
              "COALESCE(SUM(data_length), 0) FROM information_schema.tables WHERE table_schema IN ("
                  + schemas
                  + ")"));
    } catch (RehydrateException e) {
      return 0;
    }
  }

  /** Where the source does not answer it can't be told, and the source's own line says why. */
  private boolean isTheSource(Connection scratch, Findings findings) throws SQLException {
    Optional<ServerLogin> login = settings.source().login();
    if (login.isEmpty()) {
      return false;
    }
    try (Connection source = ServerFacts.open(login.get(), "source")) {
      if (!ServerIdentity.of(source).equals(ServerIdentity.of(scratch))) {
        findings.ok("scratch identity", "it is not the source");
        return false;
      }
      findings.fail(
          "scratch identity",
          "it is the source itself, whatever its address says",
          "Point scratch.url at a server that may be thrown away");
    } catch (RehydrateException e) {
      findings.warn(
          "scratch identity", "the source can't be asked whether it is this server", e.hint());
    }
    return true;
  }

  private static void rights(Connection session, ServerLogin login, Findings findings) {
    String schema = Sql.name("rehydrate_doctor_" + UUID.randomUUID().toString().substring(0, 8));
    try {
      Sessions.run(session, "CREATE DATABASE " + schema);
      Sessions.run(session, "DROP DATABASE " + schema);
      findings.ok("scratch rights", login.username() + " makes and drops schemas");
    } catch (SQLException e) {
      findings.fail(
          "scratch rights",
          login.username() + " can't make and drop schemas (" + SqlErrors.describe(e) + ")",
          "GRANT ALL PRIVILEGES ON *.* to it; the server is there to be thrown away");
    }
  }

  private static void switches(Connection session, Findings findings) throws SQLException {
    if (isOn(ServerFacts.variable(session, "@@global.local_infile"))) {
      findings.ok("scratch local_infile", "on");
    } else {
      findings.warn(
          "scratch local_infile",
          "off; a night tries to switch it on",
          "Set local_infile = ON there, in its configuration or parameter group");
    }
    if (isOn(ServerFacts.variable(session, "@@global.event_scheduler"))) {
      findings.warn(
          "scratch event_scheduler",
          "on; copied events could run before they are switched off",
          "Set event_scheduler = OFF there");
    } else {
      findings.ok("scratch event_scheduler", "off");
    }
  }

  private static boolean isOn(String value) {
    return value.equals("1") || value.equalsIgnoreCase("ON");
  }
}
