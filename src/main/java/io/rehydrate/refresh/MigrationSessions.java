package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Sessions of the account that runs migrations. It has rights on the incoming schemas alone, so
 * what a branch has made is looked at through it, and by no other account.
 */
final class MigrationSessions {
  /** No such schema, table or column: another server, or somebody took the marker away. */
  private static final Set<Integer> NO_MARKER = Set.of(1049, 1146, 1054, 1044, 1142, 1143);

  private final StagingSchemas incoming;
  private final RunSessions run;
  private final Bounds bounds;

  /**
   * @param run with whose sessions these end
   * @param bounds of each session
   */
  MigrationSessions(StagingSchemas incoming, RunSessions run, Bounds bounds) {
    this.incoming = incoming;
    this.run = run;
    this.bounds = bounds;
  }

  private ServerLogin login() {
    return incoming.target().migrationLogin().orElseThrow();
  }

  /**
   * @throws RefusedException {@code guard.changed}
   */
  Connection open() {
    Connection session =
        Sessions.open(
            login().withUrl(login().url().withSchema(incoming.first().incoming())),
            "target " + incoming.target().name() + " (migration account)",
            bounds);
    try {
      run.add(incoming.target(), session);
      require(session);
      return session;
    } catch (SQLException | RuntimeException e) {
      close(session);
      throw e instanceof RuntimeException ours
          ? ours
          : new StageFailedException(
              ErrorCode.TARGET_CHECK,
              "The target can't be asked who it is (" + SqlErrors.describeAny(e) + ")",
              "Look at the server's log, and at what lies between it and this machine",
              e);
    }
  }

  /** Proves that the session is on the server that has this run's schemas. */
  void require(Connection session) throws SQLException {
    ServerIdentity here = ServerIdentity.of(session);
    if (!here.matches(incoming.server().server())) {
      throw changed(here + ", and the refresh is on " + incoming.server());
    }
    try {
      Sessions.run(session, RunMarker.proof(incoming.first().incoming(), incoming.run()));
    } catch (SQLException e) {
      if (NO_MARKER.contains(e.getErrorCode())) {
        throw changed(
            here + ", and the marker of this refresh is missing in " + incoming.first().incoming());
      }
      throw e;
    }
  }

  private RefusedException changed(String what) {
    return new RefusedException(
        ErrorCode.GUARD_CHANGED,
        "Behind the target " + incoming.target().name() + ", the migration account is on " + what,
        "The target is as it was; see that its address leads to one server alone, and that no"
            + " migration drops tables whose names begin with __rehydrate");
  }

  private static void close(Connection session) {
    try {
      session.close();
    } catch (SQLException e) {
      return; // it is of no use any more
    }
  }
}
