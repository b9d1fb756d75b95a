package io.rehydrate.refresh;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.mysql.Sql;
import io.rehydrate.settings.TargetName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A lock at the target's own server, held by the session that exchanges or recovers. The server
 * finishes a statement whose client has died: who comes after must not look before it has ended.
 */
final class TargetLock {
  private static final int SECONDS = 45;

  private TargetLock() {}

  /** Taken until the session ends. */
  static void take(Connection session, TargetName target) throws SQLException {
    String name = Sql.text("rehydrate " + target);
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT GET_LOCK(" + name + ", " + SECONDS + ")")) {
      row.next();
      if (row.getInt(1) != 1) {
        throw new BusyException(
            ErrorCode.TARGET_BUSY,
            "Another session is still at work on the target " + target,
            "Wait until it has ended; 'SHOW PROCESSLIST' on the target's server shows it");
      }
    }
  }
}
