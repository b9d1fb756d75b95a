package io.rehydrate.refresh;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.mysql.Sessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Ends what a branch may have left running at the server: a statement whose client is gone, an
 * event, a lock. An account may end its own sessions without further rights, so the migration
 * account does it.
 */
final class LingeringSessions {
  private static final int NO_SUCH_THREAD = 1094;
  private static final int TRIES = 50;
  private static final String PAUSE = "DO SLEEP(0.2)";

  private final Connection migrator;
  private final Connection loader;
  private final Set<String> incoming;
  private final boolean shared;

  /**
   * @param migrator a session of the migration account
   * @param loader a session of the account that loads, which may see the server's own threads: an
   *     event runs in one
   * @param shared whether both are one account
   */
  LingeringSessions(
      Connection migrator, Connection loader, List<SchemaSwapNames> schemas, boolean shared) {
    this.migrator = migrator;
    this.loader = loader;
    this.shared = shared;
    this.incoming = schemas.stream().map(SchemaSwapNames::incoming).collect(Collectors.toSet());
  }

  /**
   * Ends every other session of the migration account, but for those in the incoming schemas of
   * other targets.
   *
   * @throws BusyException {@code target.busy} where one does not end within seconds
   */
  void end() throws SQLException {
    MovableTables own = new MovableTables(migrator);
    String user = own.names("SELECT USER()").get(0);
    user = user.substring(0, user.lastIndexOf('@'));
    Set<Long> spared = new TreeSet<>();
    for (Connection session : List.of(migrator, loader)) {
      spared.add(Long.parseLong(new MovableTables(session).names("SELECT CONNECTION_ID()").get(0)));
    }
    for (int attempt = 1; ; attempt++) {
      Set<Long> left = new TreeSet<>(find(migrator, user));
      left.addAll(find(loader, user));
      left.removeAll(spared);
      if (left.isEmpty()) {
        return;
      }
      if (attempt == TRIES) {
        throw new BusyException(
            ErrorCode.TARGET_BUSY,
            "Sessions of the migration account do not end: "
                + left.stream().map(id -> "connection " + id).collect(Collectors.joining(", ")),
            "End them at the target's server, and refresh again");
      }
      for (long id : left) {
        kill(id);
      }
      Sessions.run(migrator, PAUSE);
    }
  }

  private List<Long> find(Connection session, String user) throws SQLException {
    List<Long> found = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SHOW PROCESSLIST")) {
      while (row.next()) {
        String schema = row.getString("db") == null ? "" : row.getString("db");
        if (user.equals(row.getString("User")) && isOurs(schema)) {
          found.add(row.getLong("Id"));
        }
      }
    }
    return found;
  }

  /** A script may choose another schema, of which the account has none but the server's own. */
  private boolean isOurs(String schema) {
    return incoming.contains(schema) || (!shared && !schema.endsWith(SchemaSwapNames.INCOMING));
  }

  private void kill(long id) throws SQLException {
    try {
      Sessions.run(migrator, "KILL " + id);
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_THREAD) {
        throw e;
      }
    }
  }
}
