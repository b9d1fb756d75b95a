package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one refresh on its target: each is proven to be on the server that was admitted
 * before it is handed out, and all of them end at once when the run is cancelled, whatever they
 * wait for.
 */
final class RunSessions implements TargetSessions {
  private static final Logger LOG = LoggerFactory.getLogger(RunSessions.class);
  private static final int NO_SUCH_THREAD = 1094;
  private static final Duration TO_END = Duration.ofSeconds(3);

  private final Proof proof;
  private final Bounds bounds;
  private final List<Open> open = new ArrayList<>();
  private boolean cut;

  /** Asks in a session whether it is on the right server. */
  @FunctionalInterface
  interface Proof {
    void require(Target target, Connection session) throws SQLException;
  }

  private record Open(Target target, Connection session, AtomicLong id) {}

  /**
   * @param longest that an answer is waited for
   */
  RunSessions(Proof proof, Duration longest) {
    this.proof = proof;
    this.bounds = Bounds.WORK.silentFor(longest);
  }

  @Override
  public Connection open(Target target) {
    Connection session = TargetSessions.byLogin(bounds).open(target);
    try {
      add(target, session);
      proof.require(target, session);
      return session;
    } catch (SQLException e) {
      abort(session);
      throw new StageFailedException(
          ErrorCode.TARGET_CHECK,
          "The target "
              + target.name()
              + " can't be asked who it is ("
              + SqlErrors.describe(e)
              + ")",
          "Look at the server's log, and at what lies between it and this machine",
          e);
    } catch (RuntimeException e) {
      abort(session);
      throw e;
    }
  }

  /** Has a session end with the others. It is known before it is asked anything. */
  void add(Target target, Connection session) throws SQLException {
    Open added = new Open(target, session, new AtomicLong());
    synchronized (this) {
      open.removeIf(o -> isClosed(o.session()));
      if (cut) {
        throw new StageFailedException(ErrorCode.RUN_CANCELLED, "The run was cancelled", "");
      }
      open.add(added);
    }
    added
        .id()
        .set(Long.parseLong(new MovableTables(session).names("SELECT CONNECTION_ID()").get(0)));
  }

  private static boolean isClosed(Connection session) {
    try {
      return session.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Ends every session, here and at the server, and lets no other be opened. */
  void cut() {
    List<Open> ending;
    synchronized (this) {
      cut = true;
      open.removeIf(o -> isClosed(o.session()));
      ending = List.copyOf(open);
      open.clear();
    }
    ending.forEach(o -> abort(o.session()));
    if (!ending.isEmpty()) {
      kill(ending);
    }
  }

  /** The server would finish its statement: an index of hours, a lock that others wait for. */
  private void kill(List<Open> ending) {
    Target target = ending.get(0).target();
    try (Connection killer =
        TargetSessions.byLogin(Bounds.QUESTIONS.silentFor(TO_END).livingFor(TO_END)).open(target)) {
      proof.require(target, killer);
      for (Open o : ending) {
        kill(killer, o.id().get());
      }
    } catch (SQLException | RuntimeException e) {
      LOG.debug("statements on {} may run on: {}", target.name(), SqlErrors.describeAny(e));
    }
  }

  private static void kill(Connection killer, long id) throws SQLException {
    try {
      Sessions.run(killer, "KILL " + id);
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_THREAD) {
        throw e;
      }
    }
  }

  private static void abort(Connection session) {
    try {
      session.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("a session was closed already: {}", SqlErrors.describe(e));
    }
  }
}
