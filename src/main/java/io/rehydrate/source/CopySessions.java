package io.rehydrate.source;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the sessions of one copy, knows them all, and ends them: none outlives the copy, whatever
 * it is doing. Once closed it opens no more.
 */
final class CopySessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CopySessions.class);

  /** Unknown variable, not a session variable, no right to it, deprecated away. */
  private static final Set<Integer> NOT_HERE = Set.of(1193, 1228, 1229, 1227, 1238, 3660, 1231);

  private static final String SCRATCH = "scratch";
  private static final String WATCH = "scratch (watch)";

  private final CopySettings settings;
  private final List<Session> open = new ArrayList<>();
  private boolean closed;
  private volatile Proof proof = session -> {};

  /** Asks a session on the scratch whether it is on the right server. */
  @FunctionalInterface
  interface Proof {
    void require(Connection scratch) throws SQLException;
  }

  CopySessions(CopySettings settings) {
    this.settings = settings;
  }

  private record Session(ServerLogin login, String role, Connection connection, long id) {}

  /** A session on the source, which can't write there. */
  Connection source() throws SQLException {
    Connection session = track(settings.source(), "source", false);
    long seconds = Math.max(1, settings.statement().toSeconds());
    Sessions.run(
        session,
        "SET SESSION TRANSACTION READ ONLY",
        "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "SET SESSION time_zone = '+00:00', SESSION sql_mode = 'ALLOW_INVALID_DATES', SESSION net_write_timeout = "
            + seconds
            + ", SESSION character_set_results = NULL");
    // between the two passes nothing is asked of it
    attempt(session, "wait_timeout = " + Math.max(seconds, settings.night().toSeconds()));
    attempt(session, "idle_transaction_timeout = 0");
    attempt(session, "idle_readonly_transaction_timeout = 0");
    // MariaDB: a longer list of keys is made a table of its own
    attempt(session, "in_predicate_conversion_threshold = 0");
    attempt(session, "max_execution_time = " + seconds * 1000);
    attempt(session, "max_statement_time = " + seconds);
    return session;
  }

  /**
   * A session on the scratch that takes rows as they are. It leaves unique_checks on: off, MariaDB
   * loads an empty table by a sort, at twice the cost (measured on 11.4), under an exclusive lock.
   */
  Connection scratch() throws SQLException {
    Connection session = track(settings.scratch(), SCRATCH, true);
    proof.require(session);
    long seconds = Math.max(1, settings.statement().toSeconds());
    LoadingSettings.apply(session);
    Sessions.run(
        session,
        "SET SESSION autocommit = 0, SESSION net_read_timeout = "
            + seconds
            + ", SESSION innodb_lock_wait_timeout = "
            + seconds);
    attempt(session, "sql_log_bin = 0");
    attempt(session, "max_heap_table_size = " + ScratchMemory.NO_LIMIT);
    return session;
  }

  /** From now on no session on the scratch is handed out without this proof. */
  void proveScratch(Proof each) {
    proof = each;
  }

  /** Sets what one vendor or version has and another has not, or what an account may not. */
  private static void attempt(Connection session, String assignment) throws SQLException {
    try {
      Sessions.run(session, "SET SESSION " + assignment);
    } catch (SQLException e) {
      if (!NOT_HERE.contains(e.getErrorCode())) {
        throw e;
      }
    }
  }

  private Connection track(ServerLogin login, String role, boolean loading) throws SQLException {
    Connection session =
        loading ? Sessions.openForLoading(login, role) : Sessions.open(login, role);
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
      row.next();
      session.setNetworkTimeout(Runnable::run, timeout());
      synchronized (this) {
        if (!closed) {
          open.add(new Session(login, role, session, row.getLong(1)));
          return session;
        }
      }
    }
    session.close();
    throw stopped();
  }

  /**
   * Ends, on our side, the sessions on the scratch that its server has ended.
   *
   * @param watch a session on the scratch for nothing else
   * @param seen takes the ids that were there; behind a proxy none of ours may be
   */
  void endLost(Connection watch, Set<Long> seen) throws SQLException {
    Set<Long> there = new HashSet<>();
    try (Statement statement = watch.createStatement();
        ResultSet rows = statement.executeQuery("SHOW PROCESSLIST")) {
      while (rows.next()) {
        if (!"Killed".equals(rows.getString("Command"))) {
          there.add(rows.getLong("Id"));
        }
      }
    }
    List<Session> lost;
    synchronized (this) {
      lost =
          open.stream()
              .filter(s -> s.role().equals(SCRATCH))
              .filter(s -> seen.contains(s.id()) && !there.contains(s.id()))
              .toList();
      open.stream().map(Session::id).filter(there::contains).forEach(seen::add);
    }
    lost.forEach(CopySessions::abort);
  }

  /** A session on the scratch that looks after the others. */
  Connection watch() throws SQLException {
    return track(settings.scratch(), WATCH, false);
  }

  /** Longer than a statement may last: for a server that is gone without a word. */
  private int timeout() {
    return (int) Math.min(settings.statement().plusMinutes(1).toMillis(), Integer.MAX_VALUE);
  }

  static StageFailedException stopped() {
    return new StageFailedException(
        ErrorCode.COPY_STOPPED, "The copy of the source was stopped", "");
  }

  /** Ends one session, in which nothing runs, before the others. */
  synchronized void end(Connection session) {
    if (open.removeIf(s -> s.connection() == session)) {
      try {
        session.close();
      } catch (SQLException e) {
        LOG.debug("A session was closed already: {}", SqlErrors.describe(e));
      }
    }
  }

  /** Ends all sessions, in which nothing runs any more. */
  synchronized void endAll() {
    List.copyOf(open).forEach(s -> end(s.connection()));
  }

  /** Ends all sessions and the statements that run in them; a second call does nothing. */
  @Override
  public void close() {
    List<Session> sessions;
    synchronized (this) {
      closed = true;
      sessions = List.copyOf(open);
      open.clear();
    }
    kill(sessions.stream().filter(s -> s.role().equals("source")).toList());
    kill(sessions.stream().filter(s -> s.role().equals(SCRATCH)).toList());
    sessions.forEach(CopySessions::abort);
  }

  private static void kill(List<Session> sessions) {
    if (sessions.isEmpty()) {
      return;
    }
    try (Connection control = Sessions.open(sessions.get(0).login(), sessions.get(0).role())) {
      for (Session session : sessions) {
        killQuery(control, session);
      }
    } catch (SQLException | StageFailedException e) {
      LOG.warn("Statements of the copy may run on: {}", SqlErrors.describeAny(e));
    }
  }

  private static void killQuery(Connection control, Session session) {
    try {
      Sessions.run(control, "KILL QUERY " + session.id());
    } catch (SQLException e) {
      LOG.debug("No session {} any more: {}", session.id(), SqlErrors.describe(e));
    }
  }

  private static void abort(Session session) {
    try {
      session.connection().abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("A session was closed already: {}", SqlErrors.describe(e));
    }
  }
}
