package io.rehydrate.migrate;

import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Hands out sessions, each proven first, until it is cut; then it ends them all and hands out no
 * more.
 */
final class CutSessions extends AbstractDataSource {
  private static final int NO_SUCH_THREAD = 1094;
  private static final Duration TO_END = Duration.ofSeconds(5);

  private final ServerLogin login;
  private final Bounds bounds;
  private final SessionProof proof;
  private final Map<Connection, Long> open = new ConcurrentHashMap<>();
  private volatile boolean cut;

  CutSessions(ServerLogin login, Bounds bounds, SessionProof proof) {
    this.login = login;
    this.bounds = bounds;
    this.proof = proof;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (cut) {
      throw over();
    }
    Connection session = Sessions.connect(login, bounds);
    open.put(session, 0L); // before it is asked anything: nobody may answer
    try {
      open.put(session, id(session));
      proof.require(session);
    } catch (SQLException | RuntimeException e) {
      session.abort(Runnable::run);
      throw e;
    }
    if (cut) {
      session.abort(Runnable::run);
      throw over();
    }
    return session;
  }

  /** The account is the login's own. */
  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  boolean isCut() {
    return cut;
  }

  /**
   * Ends the sessions themselves, not only what they run now: a script would continue with its next
   * statement otherwise. Here they end even where the server does not answer.
   */
  void cut() throws SQLException {
    cut = true;
    try (Connection other =
        Sessions.connect(login, Bounds.QUESTIONS.silentFor(TO_END).livingFor(TO_END))) {
      proof.require(other);
      for (long id : open.values()) {
        kill(other, id);
      }
    } finally {
      for (Connection session : open.keySet()) {
        session.abort(Runnable::run);
      }
    }
  }

  private static void kill(Connection other, long id) throws SQLException {
    try {
      Sessions.run(other, "KILL QUERY " + id, "KILL " + id);
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_THREAD) {
        throw e;
      }
    }
  }

  private static SQLException over() {
    return new SQLException("no more sessions: the time is over", "57014");
  }

  private static long id(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
      row.next();
      return row.getLong(1);
    }
  }
}
