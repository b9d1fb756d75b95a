package io.rehydrate.refresh;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.settings.TargetName;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Set;

/**
 * The token that an admission leaves on a target's server, in a schema of its own: what a server
 * says of itself may be true of its double as well.
 */
final class TargetMark {
  /** Not below the live schema's name: a developer may drop and make that again. */
  static final String SCHEMA = "rehydrate__admission";

  private static final String TABLE = Sql.name(SCHEMA) + ".`mark`";

  /** No right to the schema, the table, or to make them; on reading also: they are not there. */
  private static final Set<Integer> DENIED = Set.of(1044, 1045, 1142, 1143, 1227, 1370);

  private static final Set<Integer> ABSENT = Set.of(1146, 1049);

  private TargetMark() {}

  /** A token that no other admission has. */
  static String next() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Leaves a token; an older one of the same target may stay.
   *
   * @return false where the account may not
   */
  static boolean leave(Connection session, TargetName target, String token) throws SQLException {
    try {
      Sessions.run(
          session,
          "CREATE DATABASE IF NOT EXISTS " + Sql.name(SCHEMA),
          "CREATE TABLE IF NOT EXISTS "
              + TABLE
              + " (token VARCHAR(64) NOT NULL PRIMARY KEY, target VARCHAR(64) NOT NULL)"
              + " CHARACTER SET ascii",
          "INSERT INTO "
              + TABLE
              + " (token, target) VALUES ("
              + Sql.text(token)
              + ", "
              + Sql.text(target.value())
              + ")",
          "COMMIT");
      return true;
    } catch (SQLException e) {
      if (DENIED.contains(e.getErrorCode())) {
        return false;
      }
      throw e;
    }
  }

  /** Takes an older token away, where the account may. */
  static void remove(Connection session, String token) throws SQLException {
    try {
      Sessions.run(session, "DELETE FROM " + TABLE + " WHERE token = " + Sql.text(token), "COMMIT");
    } catch (SQLException e) {
      if (!DENIED.contains(e.getErrorCode()) && !ABSENT.contains(e.getErrorCode())) {
        throw e;
      }
    }
  }

  /** Whether the server has this token. */
  static boolean isOn(Connection session, String token) throws SQLException {
    try {
      return !new MovableTables(session)
          .names("SELECT token FROM " + TABLE + " WHERE token = " + Sql.text(token))
          .isEmpty();
    } catch (SQLException e) {
      if (DENIED.contains(e.getErrorCode()) || ABSENT.contains(e.getErrorCode())) {
        return false;
      }
      throw e;
    }
  }
}
