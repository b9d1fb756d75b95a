package io.rehydrate.support;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.ServerLogin;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Embedded servers that all tests of one JVM share; each test takes schemas of its own. The system
 * property {@code test.mariadb.programs} names a folder of other programs to start them from; see
 * {@link OnEveryMariaDb}.
 */
public final class TestServers {
  private static final Optional<Path> PROGRAMS =
      Optional.of(System.getProperty("test.mariadb.programs", ""))
          .filter(folder -> !folder.isEmpty())
          .map(folder -> Path.of(folder).toAbsolutePath());
  private static final Path FOLDER =
      Path.of("target", "test-servers", Long.toString(ProcessHandle.current().pid()))
          .toAbsolutePath();
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static final List<EmbeddedMariaDb> STARTED = new ArrayList<>();

  private TestServers() {}

  /** The server that plays production. */
  public static synchronized EmbeddedMariaDb source() {
    return server(0, "source");
  }

  /** The server that plays the scratch. */
  public static synchronized EmbeddedMariaDb scratch() {
    return server(1, "scratch");
  }

  /** The server that plays a developer's. */
  public static synchronized EmbeddedMariaDb target() {
    return server(2, "target");
  }

  private static EmbeddedMariaDb server(int index, String name) {
    if (STARTED.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(new Thread(TestServers::stop, "stop-test-servers"));
      for (int i = 0; i < 3; i++) {
        STARTED.add(null);
      }
    }
    if (STARTED.get(index) == null) {
      STARTED.set(index, start(FOLDER.resolve(name), index + 1));
    }
    return STARTED.get(index);
  }

  private static EmbeddedMariaDb start(Path data, int id) {
    List<String> arguments =
        List.of(
            "--innodb-buffer-pool-size=128M",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0",
            "--sync-frm=0",
            "--server-id=" + id);
    return PROGRAMS
        .map(programs -> EmbeddedMariaDb.startInstalled(programs, data, arguments))
        .orElseGet(
            () ->
                EmbeddedMariaDb.start(
                    Path.of("target", "mariadb").toAbsolutePath(), data, arguments));
  }

  /** Where the servers' programs come from; empty: the embedded ones. */
  static Optional<Path> programs() {
    return PROGRAMS;
  }

  private static synchronized void stop() {
    STARTED.stream().filter(s -> s != null).forEach(EmbeddedMariaDb::close);
  }

  /** A new, empty schema with a name that no other test has. */
  public static String newSchema(EmbeddedMariaDb server) {
    return newSchema(server.root());
  }

  /** A new, empty schema with a name that no other test has. */
  public static String newSchema(ServerLogin root) {
    String name = "t" + SCHEMAS.incrementAndGet();
    run(root, "DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name);
    return name;
  }

  /** Runs statements in a session of its own. */
  public static void run(ServerLogin login, String... statements) {
    try (Connection session = Sessions.open(login, "test server")) {
      Sessions.run(session, statements);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
