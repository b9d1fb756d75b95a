package io.rehydrate.dehydrate;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One life of the scratch's server, from its start to its end. A row in the server's memory shows
 * it from the next, as do the key tables that lie there; on a server without such tables its age
 * does, by the second.
 */
final class ServerEpoch {
  /** The server's own clock of its age ticks in seconds. */
  private static final long TICKS = 2;

  /** No such table, no such schema. */
  private static final Set<Integer> GONE = Set.of(1146, 1049);

  private final String mark;
  private final boolean hasMemory;
  private final long start;

  private ServerEpoch(String mark, boolean hasMemory, long start) {
    this.mark = mark;
    this.hasMemory = hasMemory;
    this.start = start;
  }

  /**
   * The one that the session meets.
   *
   * @param helperSchema where the mark is left
   */
  static ServerEpoch of(Connection scratch, String helperSchema) throws SQLException {
    String mark = Sql.name(helperSchema) + ".`incarnation`";
    return leave(mark, scratch)
        ? new ServerEpoch(mark, true, 0)
        : new ServerEpoch(mark, false, now() - age(scratch));
  }

  private static boolean leave(String mark, Connection scratch) {
    try {
      Sessions.run(
          scratch,
          "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_ENGINE_SUBSTITUTION')",
          "CREATE TABLE " + mark + " (i INT PRIMARY KEY) ENGINE = MEMORY",
          "INSERT INTO " + mark + " VALUES (1)");
      return true;
    } catch (SQLException e) {
      return false; // some servers have the engine switched off
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
  }

  /** In seconds; the server counts up to the session's {@code NOW()}. */
  private static long age(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Uptime'")) {
      row.next();
      return row.getLong(2);
    }
  }

  /** Whether the server has tables in memory. */
  boolean hasMemory() {
    return hasMemory;
  }

  /** Whether the session has met a later one. */
  boolean isOver(Connection session) throws SQLException {
    if (!hasMemory) {
      long now = now(); // before the server is asked: a slow answer does not make it younger
      return now - age(session) > start + TICKS;
    }
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM " + mark)) {
      return !row.next();
    } catch (SQLException e) {
      if (GONE.contains(e.getErrorCode())) {
        return true; // it came back without its data
      }
      throw e;
    }
  }
}
