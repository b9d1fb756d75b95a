package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.ServerLife;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a session has to show before anything is written in it.
 *
 * @param expected the server that a refresh began on
 */
record ServerProof(AdmittedServer expected) {

  static ServerProof of(AdmittedServer expected) {
    return new ServerProof(expected);
  }

  /**
   * @throws RefusedException {@code guard.changed} names both servers
   */
  void require(Target target, Connection session) throws SQLException {
    ServerIdentity server = ServerIdentity.of(session);
    if (!server.matches(expected.server())) {
      throw changed(
          target,
          "is another server than the one that was admitted ("
              + server
              + ", not "
              + expected.server()
              + ")");
    }
    if (expected.mark().isPresent() && !TargetMark.isOn(session, expected.mark().get())) {
      throw changed(
          target,
          "is a server without the mark that the admission left ("
              + server
              + ", where "
              + expected
              + " was admitted)");
    }
    if (expected.mark().isEmpty()
        && !server.isUnique()
        && !expected.life().map(l -> isContinued(l, session)).orElse(false)) {
      throw changed(
          target,
          "is a server that can't be distinguished from a copy of it ("
              + server
              + "): it has no marker, and was started after it was admitted");
    }
  }

  private static boolean isContinued(ServerLife life, Connection session) {
    try {
      return life.isContinuedBy(ServerLife.of(session));
    } catch (SQLException e) {
      return false;
    }
  }

  private static RefusedException changed(Target target, String how) {
    return new RefusedException(
        ErrorCode.GUARD_CHANGED,
        "Behind the target " + target.name() + " " + how,
        "If that is right, an operator runs 'targets admit " + target.name() + "' again");
  }
}
