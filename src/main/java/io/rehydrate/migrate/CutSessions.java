package io.rehydrate.migrate;

import io.rehydrate.server.Sessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Hands out sessions until it is cut; then it ends them all and hands out no more. */
final class CutSessions extends DelegatingDataSource {
  private static final int NO_SUCH_THREAD = 1094;

  private final Set<Long> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  CutSessions(DataSource sessions) {
    super(sessions);
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (cut) {
      throw over();
    }
    Connection session = super.getConnection();
    open.add(id(session));
    if (cut) {
      session.close();
      throw over();
    }
    return session;
  }

  boolean isCut() {
    return cut;
  }

  /**
   * Ends the sessions themselves, not only what they run now: a script would go on with its next
   * statement otherwise.
   */
  void cut() throws SQLException {
    cut = true;
    try (Connection other = super.getConnection()) {
      for (long id : open) {
        kill(other, id);
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
