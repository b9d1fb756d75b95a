package io.rehydrate.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * Reports whether two sessions are on one server, where that can be asked: a user's lock is seen in
 * the whole server and nowhere else, and needs no rights. It writes nothing.
 */
public final class SameServer {
  private SameServer() {}

  /** Identities that a server made up for itself decide alone; any doubt counts as the same. */
  public static boolean is(Connection one, Connection other) throws SQLException {
    ServerIdentity here = ServerIdentity.of(one);
    boolean alike = here.matches(ServerIdentity.of(other));
    if (alike && here.isUnique()) {
      return true;
    }
    try {
      return isSeen(one, other);
    } catch (SQLException e) {
      return alike; // some clusters allow no such locks
    }
  }

  private static boolean isSeen(Connection one, Connection other) throws SQLException {
    String name = Sql.text("rehydrate " + UUID.randomUUID());
    if (number(one, "SELECT GET_LOCK(" + name + ", 0)") != 1) {
      throw new SQLException("no lock to be had");
    }
    try {
      return number(other, "SELECT IS_FREE_LOCK(" + name + ")") == 0;
    } finally {
      number(one, "SELECT RELEASE_LOCK(" + name + ")");
    }
  }

  private static int number(Connection session, String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }
}
