package io.rehydrate.run;

import io.rehydrate.settings.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where runs keep their logs and, until they end, their private files. */
final class RunFolders {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolders.class);

  private final Path directory;

  RunFolders(Path directory) {
    this.directory = directory;
  }

  Path logs() {
    return directory.resolve("runs");
  }

  /** Of this machine, for those who look for a log on another one. */
  String place() {
    return LeaseOwner.current().host() + ":" + logs().toAbsolutePath();
  }

  private Path of(RunId id) {
    return directory.resolve("work").resolve(id.value());
  }

  /** A folder that nobody else may read. */
  Path make(RunId id) {
    Path folder = of(id);
    try {
      PrivateFiles.createDirectories(folder.getParent());
      return Files.createDirectory(folder, PrivateFiles.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(RunId id) {
    delete(of(id));
  }

  /** The runs that have a private folder. */
  List<RunId> made() {
    Path work = directory.resolve("work");
    if (!Files.isDirectory(work)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(work)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(RunId::isOne)
          .map(RunId::new)
          .toList();
    } catch (IOException e) {
      LOG.warn("{} can't be read: {}", work, e.getClass().getSimpleName());
      return List.of();
    }
  }

  /** What a run has left next to its log. */
  void deleteKept(RunId id) {
    delete(logs().resolve(id.value()));
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      LOG.warn("{} can't be removed: {}", folder, e.getClass().getSimpleName());
    }
  }
}
