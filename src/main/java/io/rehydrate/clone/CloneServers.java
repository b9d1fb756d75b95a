package io.rehydrate.clone;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.ServerProcesses;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.Cloning;
import io.rehydrate.settings.PrivateFiles;
import io.rehydrate.settings.ServerLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts and ends the servers of clones and goldens. */
final class CloneServers {
  /** InnoDB may have to recover after a crash. */
  private static final Duration START = Duration.ofMinutes(3);

  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);
  private static final Duration ORDERLY_END = Duration.ofMinutes(1);
  private static final int LONGEST_REASON = 300;

  private final Cloning settings;
  private final CloneFolders folders;

  CloneServers(Cloning settings, CloneFolders folders) {
    this.settings = settings;
    this.folders = folders;
  }

  /** The server of a folder, where it lives. */
  static Optional<ProcessHandle> of(Path folder) {
    return ServerProcesses.of(folder.resolve(CloneFolders.DATA));
  }

  /**
   * Starts a server, and waits until it answers.
   *
   * @param folder of a clone or a golden in the making
   * @param first statements that are executed before anybody can connect; they may hold a password
   * @param login that can connect then
   * @throws StageFailedException {@code clone.server}
   */
  void start(
      CloneProgram program,
      Path folder,
      ServerOptions options,
      List<String> first,
      ServerLogin login) {
    Path statements = ServerOptions.first(folder);
    try {
      Files.deleteIfExists(statements);
      Files.createFile(statements, PrivateFiles.file());
      Files.writeString(statements, String.join(";\n", first) + ";\n", StandardCharsets.UTF_8);
      folders.give(statements);
      ProcessHandle server =
          ServerProcesses.start(
              program.command(folder, options), folder, folder.resolve("start.log"));
      await(server, folder, login);
    } catch (IOException e) {
      throw failed("can't be started (" + Trees.why(e) + ")", e);
    } catch (RehydrateException e) {
      stop(folder, Duration.ofSeconds(5));
      throw e;
    } finally {
      delete(statements);
    }
  }

  private static void delete(Path statements) {
    try {
      Files.deleteIfExists(statements);
    } catch (IOException e) {
      throw failed("leaves a file behind that can't be removed (" + Trees.why(e) + ")", e);
    }
  }

  private static void await(ProcessHandle server, Path folder, ServerLogin login) {
    long end = System.nanoTime() + START.toNanos();
    String last = "";
    while (System.nanoTime() < end) {
      try (Connection session = Sessions.connect(login, Bounds.QUESTIONS)) {
        requireOwn(session, folder);
        return;
      } catch (SQLException e) {
        last = SqlErrors.describe(e);
      }
      if (ServerProcesses.hasEnded(server, BETWEEN_QUESTIONS)) {
        throw failed("has ended at once" + reason(folder), null);
      }
    }
    throw failed("does not answer within " + START.toSeconds() + " s (" + last + ")", null);
  }

  /**
   * Asks in a session whether it is on the server of this folder.
   *
   * @throws StageFailedException {@code clone.server}
   */
  static void requireOwn(Connection session, Path folder) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@datadir")) {
      row.next();
      Path data = Path.of(row.getString(1)).normalize();
      if (!data.equals(folder.resolve(CloneFolders.DATA))) {
        throw failed("is another one: its port is used by a server of " + data, null);
      }
    }
  }

  /** The server's last complaint. */
  private static String reason(Path folder) {
    try {
      List<String> lines =
          Files.readString(ServerOptions.log(folder), StandardCharsets.ISO_8859_1).lines().toList();
      return lines.stream()
          .filter(line -> line.contains("[ERROR]"))
          .filter(line -> !line.contains("Aborting"))
          .reduce((a, b) -> b)
          .map(line -> ": " + line.substring(line.indexOf("[ERROR]") + "[ERROR]".length()).strip())
          .map(SqlErrors::redact)
          .map(line -> line.substring(0, Math.min(LONGEST_REASON, line.length())))
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static StageFailedException failed(String what, Exception cause) {
    return new StageFailedException(
        ErrorCode.CLONE_SERVER,
        "The server of the clone " + what,
        "'doctor' examines clones.server and clones.directory",
        cause);
  }

  /**
   * Ends the server of a folder in order.
   *
   * @throws StageFailedException {@code clone.server}
   */
  void stop(Path folder) {
    stop(folder, ORDERLY_END);
  }

  /** Ends it at once: its data are not needed any more. */
  void kill(Path folder) {
    stop(folder, Duration.ZERO);
  }

  private static void stop(Path folder, Duration orderly) {
    of(folder)
        .filter(server -> !ServerProcesses.end(server, orderly))
        .ifPresent(
            server -> {
              throw failed("does not end: process " + server.pid(), null);
            });
  }

  /** A port on which nobody listens now. */
  static int anyPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw failed("gets no port", e);
    }
  }

  /** Whether nobody listens on a port. */
  boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(settings.host(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Starts the server of a clone for its owner.
   *
   * @param accounts statements for others than the developer's
   */
  void serve(
      CloneProgram program, Path folder, int port, Logins.Login login, List<String> accounts) {
    start(
        program,
        folder,
        new ServerOptions(settings.host(), port, settings.memory(), false),
        Stream.concat(CloneAccounts.open(login.password()).stream(), accounts.stream()).toList(),
        login.login());
  }

  /** Starts it for this process alone, with a password that nobody else knows. */
  void serveUnseen(CloneProgram program, Path folder, Logins.Login login) {
    start(
        program,
        folder,
        new ServerOptions("127.0.0.1", login.login().url().port(), settings.memory(), false),
        CloneAccounts.open(login.password()),
        login.login());
  }
}
