package io.rehydrate.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** What a server tells of the disk that its data lies on: MariaDB with the plugin DISKS does. */
public final class DiskSpace {
  private static final String QUERY =
      "SELECT Available FROM information_schema.DISKS WHERE @@datadir LIKE CONCAT(Path, '%')"
          + " ORDER BY LENGTH(Path) DESC LIMIT 1";

  private static final long KIBIBYTE = 1024;

  private DiskSpace() {}

  /** Free bytes; empty where the server does not tell this account. */
  public static Optional<Long> free(Connection session) throws SQLException {
    if (!Sessions.version(session).isMariaDb()) {
      return Optional.empty();
    }
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      return row.next() ? Optional.of(row.getLong(1) * KIBIBYTE) : Optional.empty();
    } catch (SQLException e) {
      // no such table, or no right to see it
      return Optional.empty();
    }
  }
}
