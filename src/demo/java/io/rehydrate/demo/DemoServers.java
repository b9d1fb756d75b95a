package io.rehydrate.demo;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Three servers in a folder: one plays production, one is the scratch, one is a developer's. */
public final class DemoServers implements AutoCloseable {
  private final Path folder;
  private final List<String> arguments;
  private final Optional<Path> mySqlHome;
  private final Deque<EmbeddedMariaDb> started = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param folder for the programs and the data
   * @param arguments of {@code mariadbd}, the same for all
   */
  public DemoServers(Path folder, List<String> arguments) {
    this(folder, arguments, Optional.empty());
  }

  /**
   * @param mySqlHome folder of an installed MySQL; empty: the embedded MariaDB
   */
  DemoServers(Path folder, List<String> arguments, Optional<Path> mySqlHome) {
    this.mySqlHome = mySqlHome;
    this.folder = folder;
    this.arguments = arguments;
  }

  /** Ends what a process that was killed left running here. */
  public void endLeftovers() {
    new LeftoverPrograms(programs()).end();
  }

  /**
   * Starts one server; its data is what it was.
   *
   * @param number another for each server
   */
  public synchronized EmbeddedMariaDb start(String name, int number) {
    if (closed) {
      throw new IllegalStateException("the servers are being stopped");
    }
    List<String> all = new java.util.ArrayList<>(arguments);
    all.add("--server-id=" + number);
    EmbeddedMariaDb server =
        mySqlHome
            .map(home -> EmbeddedMariaDb.startMySql(home, folder.resolve(name), all))
            .orElseGet(() -> EmbeddedMariaDb.start(programs(), folder.resolve(name), all));
    started.push(server);
    return server;
  }

  private Path programs() {
    return folder.resolve("mariadb");
  }

  /** Stops all servers, the last first; a second call does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }
}
