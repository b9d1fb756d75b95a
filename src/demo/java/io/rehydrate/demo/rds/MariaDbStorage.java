package io.rehydrate.demo.rds;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.demo.ServerCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Volumes in a folder, each with an embedded MariaDB server while it has an instance. */
public final class MariaDbStorage implements Storage {
  private final Path programs;
  private final Path folder;
  private final List<String> arguments;
  private final List<Volume> volumes = new ArrayList<>();

  /**
   * @param programs folder of the unpacked programs, shared with other servers
   * @param folder for the data; another simulation has another one; what an earlier one left there
   *     is removed
   * @param arguments of each {@code mariadbd}
   */
  public MariaDbStorage(Path programs, Path folder, List<String> arguments) {
    this.programs = programs;
    this.folder = folder;
    this.arguments = List.copyOf(arguments);
    ServerCopy.remove(folder);
  }

  @Override
  public synchronized Volume empty() {
    Path data = folder.resolve("volume-" + (volumes.size() + 1));
    int port = freePort();
    Volume volume =
        new MariaDbVolume(data, port, () -> EmbeddedMariaDb.start(programs, data, arguments, port));
    volumes.add(volume);
    return volume;
  }

  /** A cluster's port stays the same while its instances come and go. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    volumes.forEach(Volume::delete);
    ServerCopy.remove(folder);
  }
}
