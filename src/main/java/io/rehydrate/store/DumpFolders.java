package io.rehydrate.store;

import io.rehydrate.dump.DumpFiles;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folders of a store that are named like dumps. */
final class DumpFolders {
  private final StoreRoot root;
  private final Disk disk;

  DumpFolders(StoreRoot root, Disk disk) {
    this.root = root;
    this.disk = disk;
  }

  /** All of them, the newest first. */
  List<DumpId> list() {
    if (!root.exists()) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root.directory())) {
      return entries
          .filter(entry -> DumpId.isValid(entry.getFileName().toString()))
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .map(entry -> new DumpId(entry.getFileName().toString()))
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw StoreErrors.reading(root.directory(), e);
    }
  }

  /**
   * A dump's folder: a real one, directly in the store.
   *
   * @throws CorruptDumpException {@code dump.corrupt}
   */
  Path folder(DumpId id) {
    Path folder = root.directory().resolve(id.value());
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
          && !folder.toRealPath().equals(root.directory().toRealPath().resolve(id.value()))) {
        throw new CorruptDumpException(
            ErrorCode.DUMP_CORRUPT,
            "The folder of the dump " + id + " is a link",
            "Remove the link; a dump's folder lies in the store itself");
      }
      return folder;
    } catch (IOException e) {
      throw StoreErrors.reading(folder, e);
    }
  }

  /** Certainly without: a share that does not answer proves nothing. */
  static boolean isWithoutManifest(Path folder) {
    return Files.notExists(folder.resolve(DumpFiles.MANIFEST), LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes a folder, its manifest first; what is gone already is no failure. */
  void remove(DumpId id) {
    Path folder = folder(id);
    try {
      if (Files.isDirectory(folder)) {
        disk.deleteFile(folder.resolve(DumpFiles.MANIFEST));
        deleteTree(folder);
      }
    } catch (IOException e) {
      throw StoreErrors.writing(folder, e);
    }
  }

  void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      disk.deleteTree(folder);
    }
  }
}
