package io.rehydrate.demo.rds;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.demo.ServerCopy;
import io.rehydrate.settings.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Data in a folder, with an embedded server as long as there is an instance. */
final class MariaDbVolume implements Volume {
  private final Path data;
  private final int port;
  private final Supplier<EmbeddedMariaDb> starting;
  private final Map<String, Secret> passwords = new LinkedHashMap<>();
  private Optional<EmbeddedMariaDb> server = Optional.empty();
  private int instances;
  private boolean deleted;

  /**
   * @param starting starts a server on that folder and port
   */
  MariaDbVolume(Path data, int port, Supplier<EmbeddedMariaDb> starting) {
    this.data = data;
    this.port = port;
    this.starting = starting;
  }

  Path data() {
    return data;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public synchronized void copyTo(Volume other) {
    Path to = ((MariaDbVolume) other).data();
    if (server.isPresent()) {
      ServerCopy.ofRunning(server.get(), to);
    } else if (Files.exists(data)) {
      ServerCopy.ofStopped(data, to);
    }
  }

  @Override
  public synchronized void start() {
    if (deleted) {
      return;
    }
    instances++;
    if (server.isEmpty()) {
      EmbeddedMariaDb started = starting.get();
      server = Optional.of(started);
      passwords.forEach((user, password) -> MasterUser.set(started.root(), user, password));
      passwords.clear();
    }
  }

  @Override
  public synchronized void stop() {
    instances--;
    if (instances <= 0) {
      end();
    }
  }

  private void end() {
    instances = 0;
    server.ifPresent(EmbeddedMariaDb::close);
    server = Optional.empty();
  }

  @Override
  public synchronized void setPassword(String user, Secret password) {
    if (server.isPresent()) {
      MasterUser.set(server.get().root(), user, password);
    } else {
      passwords.put(user, password);
    }
  }

  @Override
  public synchronized void delete() {
    deleted = true;
    end();
    ServerCopy.remove(data);
  }
}
