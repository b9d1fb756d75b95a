package io.rehydrate.source;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices within seconds that the scratch's server has ended a session into which rows are loaded.
 *
 * <p>The driver may take two minutes. It only writes during a LOAD DATA, and the server ends a
 * session by shutting its socket down: Linux does not announce to the other end any more room in
 * the receive buffer then (tcp_cleanup_rbuf), so a writer that had found it full sleeps on, between
 * probes that are further apart each time.
 */
final class ScratchWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchWatch.class);
  private static final long SECONDS = 2;

  private final CopySessions sessions;
  private final Connection session;
  private final Set<Long> seen = new HashSet<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "copy-watch"));

  private ScratchWatch(CopySessions sessions, Connection session) {
    this.sessions = sessions;
    this.session = session;
  }

  /** Begins to look after the sessions that are open by now. */
  static ScratchWatch over(CopySessions sessions) throws SQLException {
    ScratchWatch watch = new ScratchWatch(sessions, sessions.watch());
    watch.look();
    watch.thread.scheduleWithFixedDelay(watch::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    return watch;
  }

  /** One look that fails says nothing of the others; a server that went took them along. */
  private void look() {
    try {
      sessions.endLost(session, seen);
    } catch (SQLException | StageFailedException e) {
      LOG.debug("A look at the scratch's sessions failed: {}", SqlErrors.describeAny(e));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    sessions.end(session);
  }
}
