package io.rehydrate.demo;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A MariaDB server of our own, in a folder, for the demo, the benchmark and the tests; Linux x86-64
 * only. Closing it stops the server and leaves its data; another one on the same folder finds them.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
  private final ManagedMariaDb server;
  private final Path programs;
  private final Secret password;

  private EmbeddedMariaDb(ManagedMariaDb server, Path programs, Secret password) {
    this.server = server;
    this.programs = programs;
    this.password = password;
  }

  /**
   * Unpacks the server where it is not yet, initialises the data folder where it is new, and starts
   * it on a free port of the loopback address. The account {@code root} has a new password each
   * time.
   *
   * @param programs folder for the unpacked programs; several servers may share it
   * @param data folder for this server's data
   * @param arguments more of {@code mariadbd}'s own, like {@code --innodb-buffer-pool-size=256M}
   */
  public static EmbeddedMariaDb start(Path programs, Path data, List<String> arguments) {
    return start(programs, data, arguments, 0);
  }

  /**
   * Starts a server as {@link #start(Path, Path, List)} does, on a port of the caller's choice.
   *
   * @param port 0: any free one
   */
  public static EmbeddedMariaDb start(Path programs, Path data, List<String> arguments, int port) {
    requireLinuxX64();
    return start(() -> MariaDbPrograms.unpacked(programs), programs, data, arguments, port);
  }

  /**
   * Starts a server of programs that are there already, such as Debian's packages put them.
   *
   * @param programs folder with {@code bin}, {@code sbin} and {@code share}, like {@code /usr}
   */
  public static EmbeddedMariaDb startInstalled(Path programs, Path data, List<String> arguments) {
    return start(() -> MariaDbPrograms.installed(programs), programs, data, arguments, 0);
  }

  /**
   * Starts a MySQL of programs that are there already.
   *
   * @param home folder with {@code bin}, {@code lib} and {@code share}
   */
  public static EmbeddedMariaDb startMySql(Path home, Path data, List<String> arguments) {
    return start(() -> MariaDbPrograms.mySql(home), home, data, arguments, 0);
  }

  private interface Programs {
    MariaDbPrograms get() throws IOException;
  }

  private static EmbeddedMariaDb start(
      Programs programs, Path folder, Path data, List<String> arguments, int port) {
    try {
      Secret password = new Secret(UUID.randomUUID().toString());
      Path initFile = initFile(data, password);
      try {
        List<String> all =
            new ArrayList<>(
                List.of(
                    "--bind-address=127.0.0.1",
                    // relative to the data folder: a socket's absolute path may be too long
                    "--socket=mysqld.sock",
                    "--pid-file=" + data.resolveSibling(data.getFileName() + ".pid"),
                    "--tmpdir=" + Files.createDirectories(temporaryFiles(data)),
                    "--init-file=" + initFile));
        MariaDbPrograms found = programs.get();
        if (!found.isMySql()) {
          // a server with TLS makes itself a key of 4096 bits at each start: ten seconds
          all.add("--skip-ssl");
        }
        all.addAll(arguments);
        ManagedMariaDb server = ManagedMariaDb.start(found, data, port, all);
        return new EmbeddedMariaDb(server, folder, password);
      } finally {
        Files.delete(initFile);
      }
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.DEMO_SERVER,
          "The MariaDB server in " + data + " did not start: " + e.getMessage(),
          "A free port and some 500 MB of disk are needed",
          e);
    }
  }

  /** Lets root in over TCP: a fresh data folder knows root at localhost alone. */
  private static Path initFile(Path data, Secret password) throws IOException {
    Files.createDirectories(data.getParent());
    Path file =
        Files.createTempFile(
            data.getParent(),
            "init",
            ".sql",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(
        file,
        """
        CREATE USER IF NOT EXISTS root@'127.0.0.1';
        ALTER USER root@'127.0.0.1' IDENTIFIED BY '%s';
        GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
        """
            .formatted(password.reveal()));
  }

  static Path temporaryFiles(Path data) {
    return data.resolveSibling(data.getFileName() + "-tmp");
  }

  private static void requireLinuxX64() {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!machine.equals("Linux amd64")) {
      throw new StageFailedException(
          ErrorCode.DEMO_PLATFORM,
          "The embedded servers exist for Linux x86-64 only, this is " + machine,
          "Point application.properties at servers of your own instead; the product itself runs"
              + " here",
          null);
    }
  }

  /** The account with all rights. */
  public ServerLogin root() {
    return new ServerLogin(url(), "root", password);
  }

  public ServerUrl url() {
    return ServerUrl.parse("jdbc:mariadb://127.0.0.1:" + server.port());
  }

  /** Folder of {@code mariadb} and {@code mariadb-dump}. */
  public Path programs() {
    return programs.resolve("bin");
  }

  /** Stops the server and waits until it has ended; a second call does nothing. */
  @Override
  public void close() {
    server.stop();
  }
}
