package io.rehydrate.run;

import io.rehydrate.settings.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this process for what libraries keep in files while it runs: native code, caches. It
 * goes with the process; that of one that was killed goes when the next begins.
 */
public final class ProcessFolder {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessFolder.class);
  private static final String NAME = "tmp";

  /** What libraries go by: SQLite, zstd, Netty, and Java itself. */
  private static final List<String> PROPERTIES =
      List.of("org.sqlite.tmpdir", "ZstdTempFolder", "io.netty.native.workdir", "java.io.tmpdir");

  /** Vert.x's own; its value is the beginning of a name. */
  private static final String VERTX = "vertx.cacheDirBase";

  private ProcessFolder() {}

  /**
   * From now on temporary files lie below this folder. Where that can't be written they stay where
   * the system has them: whatever needs the folder says so in its own words.
   */
  public static void use(Path directory) {
    Path all = directory.resolve(NAME);
    try {
      PrivateFiles.createDirectories(all);
      removeDead(all);
      Path own =
          Files.createDirectories(
              all.resolve(LeaseOwner.current().fileName()),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      PROPERTIES.forEach(property -> System.setProperty(property, own.toString()));
      System.setProperty(VERTX, own.resolve("vertx").toString());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(own), "temporary files"));
    } catch (IOException e) {
      LOG.debug("{} can't be used for temporary files", all, e);
    }
  }

  private static void removeDead(Path all) throws IOException {
    try (Stream<Path> folders = Files.list(all)) {
      folders
          .filter(folder -> LeaseOwner.ofFileName(folder.getFileName().toString()).isGoneFromHere())
          .forEach(ProcessFolder::remove);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      LOG.debug("{} can't be removed", folder, e);
    }
  }
}
