package io.rehydrate.source;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Opens sessions on the source that all see the same moment: their snapshots are taken while a
 * global read lock holds every writer, for some milliseconds. Where there is no such lock to be
 * had, one session has a moment of its own.
 */
final class ConsistentSnapshot {
  /**
   * How long the lock may be waited for. Writers queue behind the waiting lock, and it waits for
   * every statement that runs: a report of an hour must not stop production for an hour.
   */
  private static final int LOCK_WAIT_SECONDS = 3;

  private static final String SNAPSHOT = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";

  /**
   * Going back to it lets go of the tables that were read since: production may alter and truncate
   * them again, which waits for their readers, as all later ones wait for it.
   */
  /** Access denied, for want of a right. */
  private static final Set<Integer> NO_RIGHT = Set.of(1227, 1045, 1044, 1142);

  private static final String BEGINNING = "rehydrate_beginning";

  private final CopySessions sessions;
  private final Consumer<String> log;

  ConsistentSnapshot(CopySessions sessions, Consumer<String> log) {
    this.sessions = sessions;
    this.log = log;
  }

  /**
   * @param wanted how many sessions
   * @return as many, or one where they could not share a moment
   */
  List<Connection> open(int wanted) throws SQLException {
    if (wanted == 1) {
      log.accept("copying in one session, with a snapshot of its own");
      return single();
    }
    List<Connection> opened = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      opened.add(sessions.source());
    }
    Connection locker = sessions.source();
    try {
      lock(locker);
      return share(locker, opened);
    } catch (SQLException e) {
      opened.forEach(sessions::end);
      log.accept(
          "copying in one session: the source gave no global read lock within "
              + LOCK_WAIT_SECONDS
              + " s ("
              + SqlErrors.describe(e)
              + "); "
              + remedy(e)
              + " lets "
              + wanted
              + " sessions share one moment");
      return single();
    } finally {
      sessions.end(locker);
    }
  }

  private static String remedy(SQLException e) {
    return NO_RIGHT.contains(e.getErrorCode())
        ? "RELOAD for the account"
        : "a source without statements that run longer than that";
  }

  private List<Connection> share(Connection locker, List<Connection> opened) throws SQLException {
    long since = System.nanoTime();
    for (Connection session : opened) {
      Sessions.run(session, SNAPSHOT, "SAVEPOINT " + BEGINNING);
    }
    Sessions.run(locker, "UNLOCK TABLES");
    long milliseconds = (System.nanoTime() - since) / 1_000_000;
    log.accept(
        "copying in "
            + opened.size()
            + " sessions that share one moment; the source was locked for "
            + milliseconds
            + " ms");
    return opened;
  }

  private static void lock(Connection locker) throws SQLException {
    Sessions.run(locker, "SET SESSION lock_wait_timeout = " + LOCK_WAIT_SECONDS);
    try (Statement statement = locker.createStatement()) {
      statement.setQueryTimeout(LOCK_WAIT_SECONDS);
      statement.execute("FLUSH TABLES WITH READ LOCK");
    }
  }

  private List<Connection> single() throws SQLException {
    return List.of(now(sessions));
  }

  /** A session that sees the moment of this call. */
  static Connection now(CopySessions sessions) throws SQLException {
    Connection session = sessions.source();
    Sessions.run(session, SNAPSHOT, "SAVEPOINT " + BEGINNING);
    return session;
  }

  /** Lets go of the tables that a session has read; it continues seeing the same moment. */
  static void letGo(Connection session) throws SQLException {
    Sessions.run(session, "ROLLBACK TO SAVEPOINT " + BEGINNING);
  }
}
