package io.rehydrate.doctor;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.AccountRights;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.refresh.Admissions;
import io.rehydrate.refresh.AdmittedServer;
import io.rehydrate.refresh.SchemaSwapNames;
import io.rehydrate.refresh.keep.KeptRows;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One target: the admitted server, its two accounts, and that neither can log in to the source. */
record TargetChecks(Settings settings, Settings.Target target, Optional<Admissions> admissions)
    implements Examination {
  private static final List<String> LOADING =
      List.of("SELECT", "INSERT", "CREATE", "DROP", "ALTER", "INDEX", "TRIGGER", "CREATE VIEW");

  /** Access denied, the account is locked, its host is not allowed, its plugin denies. */
  private static final Set<Integer> REFUSALS = Set.of(1045, 1130, 1698, 3118, 4151);

  @Override
  public void examine(Findings findings) throws SQLException {
    strangerAtTheSource(target.login(), "account", findings);
    if (target.isClone()) {
      findings.ok(
          name(""), "a clone at " + target.login().url().address() + ", made by its first refresh");
      return;
    }
    target.migrationLogin().ifPresent(l -> strangerAtTheSource(l, "migration account", findings));
    try (Connection session = ServerFacts.open(target.login(), name(""))) {
      ServerFacts.version(session, name(""), target.login(), settings, findings);
      identity(ServerIdentity.of(session), findings);
      loading(AccountRights.of(session), findings);
      kept(session, findings);
    }
    migrating(findings);
  }

  private String name(String what) {
    return ("target " + target.name() + " " + what).strip();
  }

  private void identity(ServerIdentity server, Findings findings) {
    String name = name("identity");
    Optional<ServerIdentity> source = sourceIdentity();
    if (source.filter(server::equals).isPresent()
        || admissions.filter(a -> a.knownSources().contains(server)).isPresent()) {
      findings.fail(
          name,
          "it is the server that the dumps come from",
          "Check target." + target.name() + ".url");
    } else if (admissions.isEmpty()) {
      findings.warn(name, "not known whether it was admitted", "See the state database's line");
    } else {
      admitted(name, server, admissions.get().admitted(target.name()), findings);
    }
  }

  private void admitted(
      String name, ServerIdentity server, Optional<AdmittedServer> admitted, Findings findings) {
    String hint = "An operator runs 'targets admit " + target.name() + "'";
    if (admitted.isEmpty()) {
      findings.warn(name, "the server was never admitted", hint);
    } else if (!admitted.get().server().matches(server)) {
      findings.fail(
          name,
          "it is another server than the one that was admitted",
          hint + " again, if that is right");
    } else {
      findings.ok(name, "admitted");
    }
  }

  private Optional<ServerIdentity> sourceIdentity() {
    if (settings.source().login().isEmpty()) {
      return Optional.empty();
    }
    try (Connection source = ServerFacts.open(settings.source().login().get(), "source")) {
      return Optional.of(ServerIdentity.of(source));
    } catch (StageFailedException | SQLException e) {
      return Optional.empty();
    }
  }

  private void loading(AccountRights rights, Findings findings) {
    List<String> missing =
        SchemaSwapNames.all(target).stream()
            .flatMap(s -> Stream.of(s.live(), s.incoming(), s.outgoing()))
            .filter(schema -> !LOADING.stream().allMatch(right -> rights.may(right, schema)))
            .toList();
    if (missing.isEmpty()) {
      findings.ok(
          name("account"), target.login().username() + " may load and exchange its schemas");
    } else {
      findings.fail(
          name("account"),
          target.login().username() + " lacks rights on " + String.join(", ", missing),
          "'targets admit " + target.name() + "' prints the GRANT statements");
    }
  }

  private void kept(Connection session, Findings findings) throws SQLException {
    if (target.keep().isEmpty()) {
      return;
    }
    String name = name("kept tables");
    List<String> unmatched = KeptRows.unmatched(session, target);
    if (unmatched.isEmpty()) {
      findings.ok(name, "every name and pattern of keep-tables fits a table");
    } else {
      findings.warn(
          name,
          "no table fits " + String.join(", ", unmatched),
          "Correct target." + target.name() + ".keep-tables");
    }
  }

  private void migrating(Findings findings) throws SQLException {
    String name = name("migration account");
    if (target.migrationLogin().isEmpty()) {
      findings.warn(
          name,
          "none; a refresh with a ref is refused",
          "Set target." + target.name() + ".migration-username and .migration-password-file");
      return;
    }
    ServerLogin login = target.migrationLogin().get();
    try (Connection session = ServerFacts.open(login, name)) {
      AccountRights rights = AccountRights.of(session);
      List<SchemaSwapNames> schemas = SchemaSwapNames.all(target);
      List<String> reached =
          schemas.stream()
              .flatMap(s -> Stream.of(s.live(), s.outgoing()))
              .filter(rights::reaches)
              .toList();
      if (!reached.isEmpty()) {
        findings.fail(
            name,
            login.username()
                + " reaches "
                + String.join(", ", reached)
                + "; a script could change live data",
            "REVOKE that; it needs " + schemas.get(0).incoming() + " and its like alone");
      } else if (!schemas.stream().allMatch(s -> rights.may("CREATE", s.incoming()))) {
        findings.fail(
            name,
            login.username() + " has no rights on the incoming schemas",
            "'targets admit " + target.name() + "' prints the GRANT statements");
      } else {
        findings.ok(name, login.username() + " reaches the incoming schemas alone");
      }
    }
  }

  private void strangerAtTheSource(ServerLogin login, String what, Findings findings) {
    String name = name(what + " at the source");
    if (settings.source().login().isEmpty()) {
      return;
    }
    ServerLogin there = login.withUrl(settings.source().login().get().url());
    try {
      ServerFacts.open(there, "source").close();
      findings.fail(
          name,
          login.username() + " can log in to the source",
          "Drop that account there, or give the target's another password");
    } catch (StageFailedException e) {
      if (e.getCause() instanceof SQLException sql && REFUSALS.contains(sql.getErrorCode())) {
        findings.ok(name, login.username() + " is refused there");
      } else {
        findings.warn(name, "not known: the source can't be reached", e.hint());
      }
    } catch (SQLException e) {
      findings.failed(name, e);
    }
  }
}
