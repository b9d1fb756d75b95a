package io.rehydrate.demo;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One {@code mariadbd} process on a data folder; a mark says that the folder is initialised. */
final class ManagedMariaDb {
  private static final int INITIALISE_SECONDS = 300;
  private static final int START_SECONDS = 180;
  private static final int STOP_SECONDS = 120;
  private static final int POLL_MILLIS = 20;
  private static final int MOST_PORTS = 5;
  private static final int LONGEST_LOG = 4_000;

  private final Path data;
  private final int port;
  private final Process process;

  private ManagedMariaDb(Path data, int port, Process process) {
    this.data = data;
    this.port = port;
    this.process = process;
  }

  /** Initialises the data folder where that was not done to its end, and starts a server on it. */
  static ManagedMariaDb start(MariaDbPrograms programs, Path data, int port, List<String> arguments)
      throws IOException {
    initialise(programs, data);
    for (int tries = 1; ; tries++) {
      int chosen = port == 0 ? freePort() : port;
      List<String> all = new ArrayList<>(arguments);
      all.add("--port=" + chosen);
      ManagedMariaDb server = new ManagedMariaDb(data, chosen, run(programs, data, all, log(data)));
      if (server.becomesReady()) {
        return server;
      }
      server.stop();
      String log = tail(log(data));
      if (port != 0 || tries == MOST_PORTS || !log.contains("Address already in use")) {
        throw new IOException("mariadbd ended or did not get ready; the end of its log:\n" + log);
      }
    }
  }

  private static void initialise(MariaDbPrograms programs, Path data) throws IOException {
    Path mark = mark(data);
    if (Files.exists(mark)) {
      return;
    }
    delete(data);
    Files.createDirectories(data);
    Path log = log(data);
    Process process = begin(programs, data, log);
    try (OutputStream sql = process.getOutputStream()) {
      if (!programs.isMySql()) {
        sql.write(
            "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"
                .getBytes(StandardCharsets.UTF_8));
        for (Path file : programs.systemTables()) {
          Files.copy(file, sql);
        }
      }
    } catch (IOException e) {
      throw new IOException("mariadbd --bootstrap failed:\n" + tail(log), e);
    }
    if (!ends(process, INITIALISE_SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("mariadbd --bootstrap failed; the end of its log:\n" + tail(log));
    }
    Files.createFile(mark);
  }

  private static Process begin(MariaDbPrograms programs, Path data, Path log) throws IOException {
    return run(
        programs,
        data,
        programs.isMySql()
            ? List.of("--initialize-insecure")
            : List.of("--bootstrap", "--tmpdir=" + data),
        log);
  }

  private static Process run(MariaDbPrograms programs, Path data, List<String> arguments, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(programs.server().toString());
    command.addAll(programs.arguments());
    command.add("--datadir=" + data);
    command.add("--user=" + System.getProperty("user.name"));
    command.add("--skip-name-resolve");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LD_LIBRARY_PATH", programs.libraries().toString());
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private boolean becomesReady() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      if (Files.readString(log(data), StandardCharsets.ISO_8859_1)
          .contains(": ready for connections.")) {
        return true;
      }
      ends(process, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  int port() {
    return port;
  }

  /**
   * Ends the server in order, and waits for it; a second call does nothing.
   *
   * @throws StageFailedException {@code demo.server}
   */
  void stop() {
    process.destroy();
    if (!ends(process, STOP_SECONDS)) {
      process.destroyForcibly();
      if (!ends(process, STOP_SECONDS)) {
        throw new StageFailedException(
            ErrorCode.DEMO_SERVER,
            "The MariaDB server in " + data + " does not end: process " + process.pid(),
            "End it by hand");
      }
    }
  }

  private static boolean ends(Process process, int seconds) {
    return ends(process, seconds, TimeUnit.SECONDS);
  }

  private static boolean ends(Process process, int time, TimeUnit unit) {
    try {
      return process.waitFor(time, unit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path log(Path data) {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  private static String tail(Path log) throws IOException {
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    return text.substring(Math.max(0, text.length() - LONGEST_LOG));
  }

  /** What lies next to a data folder that was initialised to its end. */
  static Path mark(Path data) {
    return data.resolveSibling(data.getFileName() + ".ready");
  }

  /** Removes a data folder, its mark first. */
  static void remove(Path data) throws IOException {
    Files.deleteIfExists(mark(data));
    delete(data);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> paths = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : paths) {
        Files.delete(path);
      }
    }
  }
}
