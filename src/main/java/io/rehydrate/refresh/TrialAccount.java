package io.rehydrate.refresh;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;

/**
 * An account on the scratch for the migrations of one run: it has rights on the run's schemas
 * alone, and goes with the run. Journalled before it is made.
 */
public final class TrialAccount {
  /** The kind under which it is in the journal. */
  public static final String KIND = "scratch-account";

  private static final int NO_SUCH_THREAD = 1094;
  private static final int PASSWORD_BYTES = 24;
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1");
  private static final SecureRandom RANDOM = new SecureRandom();

  private TrialAccount() {}

  /**
   * Makes the run's account, or another in its place.
   *
   * @param scratch a session of an account that may make accounts and pass on its rights
   * @param schemas which exist
   * @return how to log in to it
   */
  public static ServerLogin make(
      Connection scratch,
      ServerLogin login,
      RunId run,
      Collection<String> schemas,
      ResourceBook book)
      throws SQLException {
    String name = name(run);
    String account = Sql.text(name) + "@" + Sql.text(host(scratch));
    String password = password();
    book.add(run, KIND, account, "");
    Sessions.run(
        scratch,
        "DROP USER IF EXISTS " + account,
        "CREATE USER " + account + " IDENTIFIED BY " + Sql.text(password));
    for (String schema : schemas) {
      Sessions.run(scratch, Grants.migrating(schema, account, scratch));
    }
    return new ServerLogin(login.url(), name, new Secret(password));
  }

  private static String name(RunId run) {
    return "rehydrate_" + run.value().replace("-", "");
  }

  /** As the server sees this machine: an account without a name at the same host would win. */
  private static String host(Connection scratch) throws SQLException {
    String user = new MovableTables(scratch).names("SELECT USER()").get(0);
    String host = user.substring(user.lastIndexOf('@') + 1);
    return LOCAL.contains(host) ? host : "%";
  }

  /** With what policies for passwords ask for. */
  private static String password() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(bytes);
    return "aA1-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Ends its sessions and removes it; one that does not exist is no failure. */
  public static void drop(Connection scratch, RunId run) throws SQLException {
    endSessions(scratch, run);
    for (String host : new String[] {"%", "localhost", "127.0.0.1", "::1"}) {
      Sessions.run(scratch, "DROP USER IF EXISTS " + Sql.text(name(run)) + "@" + Sql.text(host));
    }
  }

  /** Ends what still runs under it: a migration may leave a lock. */
  public static void endSessions(Connection scratch, RunId run) throws SQLException {
    String name = name(run);
    for (String id :
        new MovableTables(scratch)
            .names(
                "SELECT id FROM information_schema.processlist WHERE user = " + Sql.text(name))) {
      end(scratch, id);
    }
  }

  private static void end(Connection scratch, String id) throws SQLException {
    try {
      Sessions.run(scratch, "KILL " + Long.parseLong(id));
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_THREAD) {
        throw e;
      }
    }
  }
}
