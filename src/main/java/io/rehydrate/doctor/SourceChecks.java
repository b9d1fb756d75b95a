package io.rehydrate.doctor;

import io.rehydrate.mysql.AccountRights;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.SourceRights;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The source: reachable, readable, and for reading alone. */
record SourceChecks(Settings settings, Clock clock) implements Examination {
  @Override
  public void examine(Findings findings) throws SQLException {
    Optional<ServerLogin> login = settings.source().login();
    if (login.isEmpty()) {
      findings.ok("source", "no source.url; the kind " + settings.source().kind() + " needs none");
      return;
    }
    try (Connection session = ServerFacts.open(login.get(), "source")) {
      ServerFacts.version(session, "source", login.get(), settings, findings);
      ServerFacts.clock(session, "source", clock, findings);
      rights(AccountRights.of(session), SourceRights.of(session), login.get().username(), findings);
    }
  }

  private void rights(AccountRights rights, SourceRights seen, String account, Findings findings) {
    Set<String> writing = rights.writing(settings.source().schemas());
    if (!writing.isEmpty()) {
      findings.warn(
          "source account",
          account + " may write: " + String.join(", ", writing),
          "Give the night an account with SELECT, SHOW VIEW, TRIGGER and EVENT on the schemas alone");
    } else {
      findings.ok("source account", account + " may only read");
    }
    for (String schema : settings.source().schemas()) {
      schema(seen, account, schema, findings);
    }
    if (rights.mayEverywhere("RELOAD")) {
      findings.ok("source lock", "several sessions can copy at one moment");
    } else {
      findings.warn(
          "source lock",
          account + " lacks RELOAD, so one session copies all tables, one after the other",
          "GRANT RELOAD ON *.* to it, if that is too slow");
    }
  }

  private static void schema(SourceRights seen, String account, String schema, Findings findings) {
    String name = "source schema " + schema;
    List<String> missing = seen.missing(schema);
    if (!seen.seesRoutines(schema)) {
      findings.warn(
          "source routines " + schema,
          account + " does not see routines of others; the dump would miss them",
          seen.grantOfRoutines(schema) + ", if there are any");
    }
    if (!seen.seesTables(schema)) {
      findings.fail(
          name,
          account + " may not SELECT from the whole schema, so a night is refused",
          "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON " + schema + ".* to it");
    } else if (!missing.isEmpty()) {
      findings.warn(
          name,
          account + " lacks " + String.join(", ", missing) + "; the dump would miss these objects",
          "GRANT " + String.join(", ", missing) + " ON " + schema + ".* to it");
    } else {
      findings.ok(name, "readable with its views, triggers and events");
    }
  }
}
