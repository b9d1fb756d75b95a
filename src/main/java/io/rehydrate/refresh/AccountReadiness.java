package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.AccountRights;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a target's two accounts may not do and would have to, by their own SHOW GRANTS. */
final class AccountReadiness {
  /** Without any of these no refresh ends well. */
  private static final List<String> LOADING =
      List.of("SELECT", "INSERT", "CREATE", "DROP", "ALTER", "INDEX", "TRIGGER", "CREATE VIEW");

  private static final List<String> MIGRATING =
      List.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INDEX");

  private final Target target;
  private final List<SchemaSwapNames> schemas;

  AccountReadiness(Target target) {
    this.target = target;
    this.schemas = SchemaSwapNames.all(target);
  }

  /** Of the account that loads and exchanges. */
  Optional<RehydrateException> loader(Connection session) throws SQLException {
    List<String> missing =
        missing(
            AccountRights.of(session),
            LOADING,
            schemas.stream()
                .flatMap(s -> Stream.of(s.live(), s.incoming(), s.outgoing()))
                .toList());
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(refused(ErrorCode.TARGET_RIGHTS, target.login(), missing));
  }

  /**
   * Of the account for migrations, which has to be on the same server.
   *
   * @param session of the account that loads
   */
  void migrator(Connection session, List<RehydrateException> problems, List<String> doubts)
      throws SQLException {
    if (target.migrationLogin().isEmpty()) {
      doubts.add("without an account for migrations, a refresh with a ref is refused");
      return;
    }
    ServerLogin login = target.migrationLogin().get();
    try (Connection own =
        Sessions.open(
            login.withUrl(login.url().withoutSchema()),
            "target " + target.name() + " (migration account)",
            Bounds.QUESTIONS)) {
      ServerIdentity here = ServerIdentity.of(own);
      ServerIdentity there = ServerIdentity.of(session);
      if (!here.matches(there)) {
        problems.add(
            new RefusedException(
                ErrorCode.GUARD_CHANGED,
                "The migration account of the target "
                    + target.name()
                    + " is on "
                    + here
                    + ", and the account that loads on "
                    + there,
                "See that the target's address leads to one server alone"));
        return;
      }
      rights(AccountRights.of(own), login, problems, doubts);
    } catch (StageFailedException e) {
      problems.add(new RefusedException(ErrorCode.MIGRATIONS_ACCOUNT, e.getMessage(), e.hint(), e));
    }
  }

  private void rights(
      AccountRights rights,
      ServerLogin login,
      List<RehydrateException> problems,
      List<String> doubts) {
    List<String> missing =
        missing(rights, MIGRATING, schemas.stream().map(SchemaSwapNames::incoming).toList());
    if (!missing.isEmpty()) {
      problems.add(refused(ErrorCode.MIGRATIONS_RIGHTS, login, missing));
    }
    List<String> reached =
        schemas.stream()
            .flatMap(s -> Stream.of(s.live(), s.outgoing()))
            .filter(rights::reaches)
            .toList();
    if (!reached.isEmpty()) {
      doubts.add(
          "the migration account "
              + login.username()
              + " reaches "
              + String.join(", ", reached)
              + ", so a branch's script could change live data: REVOKE that");
    }
  }

  /** {@code CREATE, DROP on `shop__incoming`}. */
  private static List<String> missing(
      AccountRights rights, List<String> needed, List<String> schemas) {
    List<String> missing = new ArrayList<>();
    for (String schema : schemas) {
      List<String> lacking = needed.stream().filter(right -> !rights.may(right, schema)).toList();
      if (!lacking.isEmpty()) {
        missing.add(
            (lacking.size() == needed.size() ? "all rights" : String.join(", ", lacking))
                + " on "
                + schema);
      }
    }
    return missing;
  }

  private RefusedException refused(ErrorCode code, ServerLogin login, List<String> missing) {
    return new RefusedException(
        code,
        "The account "
            + login.username()
            + " of the target "
            + target.name()
            + " lacks "
            + String.join("; ", missing),
        "'targets admit " + target.name() + "' prints the GRANT statements");
  }
}
