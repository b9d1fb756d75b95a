package io.rehydrate.mysql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * What is known of the disk that a server's data lies on: MariaDB with the plugin DISKS reports,
 * and the data folder of a server on this machine can be looked at.
 */
public final class DiskSpace {
  private static final String QUERY =
      "SELECT Available FROM information_schema.DISKS WHERE @@datadir LIKE CONCAT(Path, '%')"
          + " ORDER BY LENGTH(Path) DESC LIMIT 1";

  private static final long KIBIBYTE = 1024;
  private static final int LONGEST_PID_FILE = 64;

  private DiskSpace() {}

  /**
   * Free bytes.
   *
   * @param host by which the session was opened
   * @return empty where neither is known
   */
  public static Optional<Long> free(Connection session, String host) throws SQLException {
    Optional<Long> told = Sessions.version(session).isMariaDb() ? told(session) : Optional.empty();
    return told.isPresent() || !isThisMachine(host) ? told : seen(session);
  }

  private static Optional<Long> told(Connection session) {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      return row.next() ? Optional.of(row.getLong(1) * KIBIBYTE) : Optional.empty();
    } catch (SQLException e) {
      // no such table, or no right to see it
      return Optional.empty();
    }
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Behind a loopback address may be a tunnel: the server's process has to be one of ours. */
  private static Optional<Long> seen(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@datadir, @@pid_file")) {
      row.next();
      Path data = Path.of(row.getString(1));
      Path pid = data.resolve(row.getString(2));
      return isProcess(pid) && Files.isDirectory(data)
          ? Optional.of(Files.getFileStore(data).getUsableSpace())
          : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty(); // of another machine, or not for this account
    }
  }

  private static boolean isProcess(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_PID_FILE) {
      return false;
    }
    String pid = Files.readString(file).strip();
    return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
  }
}
