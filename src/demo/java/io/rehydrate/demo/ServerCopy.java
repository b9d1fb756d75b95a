package io.rehydrate.demo;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Copies of a server's data, on which another server can start. */
public final class ServerCopy {
  private static final int TRIES = 1_200;

  /** Made again by each server. */
  private static final Set<String> OWN = Set.of("ibtmp1", "ib_buffer_pool");

  /** Changes with everything that InnoDB writes into its files. */
  private static final List<String> WRITTEN =
      List.of("INNODB_LSN_CURRENT", "INNODB_LSN_FLUSHED", "INNODB_DATA_WRITTEN");

  private ServerCopy() {}

  /**
   * Copies what a running server holds at one moment. Its writers wait for that long; a copy during
   * which the server wrote all the same, in the background, is made again.
   *
   * @throws StageFailedException {@code demo.copy}
   */
  public static void ofRunning(EmbeddedMariaDb server, Path to) {
    try (Connection session = Sessions.open(server.root(), "server to copy")) {
      String dirtyPages = global(session, "innodb_max_dirty_pages_pct");
      Sessions.run(
          session,
          "SET SESSION lock_wait_timeout = 30",
          "SET GLOBAL innodb_max_dirty_pages_pct = 0",
          "FLUSH TABLES WITH READ LOCK");
      try {
        copyInSilence(session, Path.of(global(session, "datadir")), to);
      } finally {
        Sessions.run(
            session, "UNLOCK TABLES", "SET GLOBAL innodb_max_dirty_pages_pct = " + dirtyPages);
      }
    } catch (SQLException | IOException e) {
      throw failed(e);
    }
  }

  private static void copyInSilence(Connection session, Path data, Path to)
      throws SQLException, IOException {
    for (int i = 0; i < TRIES; i++) {
      Map<String, Long> before = written(session);
      if (isAllOnDisk(session, before)) {
        copy(data, to);
        if (written(session).equals(before)) {
          return;
        }
      }
      Sessions.run(session, "DO SLEEP(0.05)");
    }
    throw new StageFailedException(
        ErrorCode.DEMO_COPY,
        "The server on " + data + " never stopped writing, so that no copy of it is whole",
        "Wait until its background work is done, then try again",
        null);
  }

  private static boolean isAllOnDisk(Connection session, Map<String, Long> written)
      throws SQLException {
    return written.get("INNODB_LSN_CURRENT").equals(written.get("INNODB_LSN_FLUSHED"))
        && status(session, List.of("INNODB_BUFFER_POOL_PAGES_DIRTY"))
            .equals(Map.of("INNODB_BUFFER_POOL_PAGES_DIRTY", 0L));
  }

  private static Map<String, Long> written(Connection session) throws SQLException {
    return status(session, WRITTEN);
  }

  private static Map<String, Long> status(Connection session, List<String> names)
      throws SQLException {
    Map<String, Long> found = new TreeMap<>();
    try (Statement statement = session.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT UPPER(variable_name), variable_value FROM information_schema.global_status"
                    + " WHERE variable_name IN ('"
                    + String.join("', '", names)
                    + "')")) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getLong(2));
      }
    }
    return found;
  }

  private static String global(Connection session, String variable) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@GLOBAL." + variable)) {
      row.next();
      return row.getString(1);
    }
  }

  /**
   * Copies the data of a server that does not run.
   *
   * @throws StageFailedException {@code demo.copy}
   */
  public static void ofStopped(Path data, Path to) {
    try {
      copy(data, to);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static void copy(Path data, Path to) throws IOException {
    ManagedMariaDb.remove(to);
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(data.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            if (attributes.isRegularFile()
                && !OWN.contains(name)
                && !name.endsWith(".pid")
                && !name.endsWith(".err")) {
              Files.copy(file, to.resolve(data.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Files.createFile(ManagedMariaDb.mark(to));
  }

  /**
   * Removes the data of a server that does not run, and what lies next to it.
   *
   * @throws StageFailedException {@code demo.copy}
   */
  public static void remove(Path data) {
    try {
      ManagedMariaDb.remove(data);
      ManagedMariaDb.remove(EmbeddedMariaDb.temporaryFiles(data));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static StageFailedException failed(Exception e) {
    return new StageFailedException(
        ErrorCode.DEMO_COPY,
        "The data of an embedded server can't be copied or removed ("
            + e.getClass().getSimpleName()
            + ")",
        "Check the free disk space",
        e);
  }
}
