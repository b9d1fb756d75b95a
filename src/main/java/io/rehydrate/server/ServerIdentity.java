package io.rehydrate.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which server a session is on, whatever name it was called by: {@code @@server_uuid}, where the
 * vendor has one (on Aurora together with {@code @@aurora_server_id}), else host name, port and
 * data directory.
 */
public record ServerIdentity(String value) {
  private static final int UNKNOWN_SYSTEM_VARIABLE = 1193;

  /** Asks the server at the other end of this very session. */
  public static ServerIdentity of(Connection session) throws SQLException {
    String uuid = variable(session, "@@server_uuid");
    if (!uuid.isEmpty()) {
      String aurora = variable(session, "@@aurora_server_id");
      return new ServerIdentity("uuid:" + uuid + (aurora.isEmpty() ? "" : " aurora:" + aurora));
    }
    return new ServerIdentity(
        "host:"
            + variable(session, "@@hostname")
            + " port:"
            + variable(session, "@@port")
            + " datadir:"
            + variable(session, "@@datadir"));
  }

  private static String variable(Connection session, String name) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + name)) {
      row.next();
      return row.getString(1) == null ? "" : row.getString(1);
    } catch (SQLException e) {
      if (e.getErrorCode() == UNKNOWN_SYSTEM_VARIABLE) {
        return "";
      }
      throw e;
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
