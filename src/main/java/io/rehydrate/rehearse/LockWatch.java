package io.rehydrate.rehearse;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sees in a second session for how long a statement holds an exclusive lock on a table, by asking
 * the server again and again: to some hundredths of a second. The table that a copy is made in is
 * the statement's own.
 */
final class LockWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 20;

  private final Supplier<Connection> sessions;
  private final String schema;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(LockWatch::daemon);
  private Optional<Connection> session = Optional.empty();
  private String query = "";
  private boolean blind;
  private ScheduledFuture<?> asking; // null while no statement runs
  private long held;
  private long lastAsked;
  private int asked;

  /**
   * @param sessions of an account that may see locks; one that may not sees nothing
   */
  LockWatch(Supplier<Connection> sessions, String schema) {
    this.sessions = sessions;
    this.schema = schema;
  }

  /** Before a statement. */
  synchronized void begin() {
    held = 0;
    asked = 0;
    open();
    if (!blind) {
      lastAsked = System.nanoTime();
      asking = thread.scheduleWithFixedDelay(this::ask, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** After it: seconds; empty where nothing could be seen. */
  synchronized Optional<Double> end() {
    if (asking == null) {
      return Optional.empty();
    }
    asking.cancel(false);
    asking = null;
    return blind || asked == 0 ? Optional.empty() : Optional.of(StatementLog.seconds(held));
  }

  private void open() {
    if (blind || session.isPresent()) {
      return;
    }
    try {
      session = Optional.of(sessions.get());
      query =
          Sessions.version(session.get()).isMariaDb()
              ? "SELECT COUNT(*) FROM information_schema.METADATA_LOCK_INFO WHERE table_schema = "
                  + Sql.text(schema)
                  + " AND lock_mode = 'MDL_EXCLUSIVE' AND lock_type = 'Table metadata lock' AND"
                  + " table_name NOT LIKE '#sql%'"
              : "SELECT COUNT(*) FROM performance_schema.metadata_locks WHERE object_schema = "
                  + Sql.text(schema)
                  + " AND object_type = 'TABLE' AND lock_type = 'EXCLUSIVE' AND lock_status ="
                  + " 'GRANTED' AND object_name NOT LIKE '#sql%'";
      isHeld();
    } catch (SQLException | RuntimeException e) {
      blind = true; // the server does not say, or not to this account
    }
  }

  private synchronized void ask() {
    if (asking == null) {
      return;
    }
    try {
      boolean now = isHeld();
      long time = System.nanoTime();
      held += now ? time - lastAsked : 0;
      lastAsked = time;
      asked++;
    } catch (SQLException | RuntimeException e) {
      blind = true; // what was seen until now is not all
    }
  }

  private boolean isHeld() throws SQLException {
    try (Statement statement = session.orElseThrow().createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getLong(1) > 0;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    synchronized (this) {
      session.ifPresent(LockWatch::close);
    }
  }

  private static void close(Connection session) {
    try {
      session.close();
    } catch (SQLException e) {
      return; // it is of no use any more
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "lock-watch");
    thread.setDaemon(true);
    return thread;
  }
}
