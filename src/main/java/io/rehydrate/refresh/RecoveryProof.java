package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether a session is on the server that has the schemas of an interrupted refresh. */
final class RecoveryProof {
  private final Target target;
  private final RunId run;
  private final IncomingDetail detail;

  RecoveryProof(Target target, RunId run, IncomingDetail detail) {
    this.target = target;
    this.run = run;
    this.detail = detail;
  }

  /**
   * @throws RefusedException {@code guard.changed} names both servers
   */
  void require(Connection session) throws SQLException {
    ServerIdentity here = ServerIdentity.of(session);
    boolean right =
        (detail.server().isEmpty() || here.matches(new ServerIdentity(detail.server())))
            && (detail.mark().isEmpty()
                ? areOurs(session)
                : TargetMark.isOn(session, detail.mark()));
    if (!right) {
      throw new RefusedException(
          ErrorCode.GUARD_CHANGED,
          "Behind the target "
              + target.name()
              + " is now the server "
              + here
              + ", and the refresh "
              + run
              + " left its schemas on "
              + detail.server()
              + "; nothing was done here",
          "Let the target's URL lead to that server again, and run 'sweep'; or drop "
              + detail.schemas().get(0).incoming()
              + " and its like there by hand");
    }
  }

  /** On a server without a mark: each schema by such a name is this run's, or has nothing in it. */
  private boolean areOurs(Connection session) throws SQLException {
    MovableTables tables = new MovableTables(session);
    for (SchemaSwapNames schema : detail.schemas()) {
      boolean outgoing = RunMarker.isIn(session, schema.outgoing(), run);
      boolean incoming = outgoing || RunMarker.isIn(session, schema.incoming(), run);
      if ((!outgoing && !tables.isEmpty(schema.outgoing()))
          || (!incoming && !tables.isEmpty(schema.incoming()))) {
        return false;
      }
    }
    return true;
  }
}
