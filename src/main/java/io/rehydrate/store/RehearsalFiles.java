package io.rehydrate.store;

import io.rehydrate.dump.DumpId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What was found when refs were rehearsed: {@code rehearsals/<dump>/}, a file per ref. */
public final class RehearsalFiles {
  private static final String SUFFIX = ".json";
  private static final long LONGEST = 16L << 20;

  private final Path folder;
  private final Disk disk;

  RehearsalFiles(Path store, Disk disk) {
    this.folder = store.resolve("rehearsals");
    this.disk = disk;
  }

  /**
   * Replaces what is kept of a ref; written next to it and moved, so that nobody sees half a file.
   *
   * @param name fit for a file
   */
  public void put(DumpId dump, String name, byte[] text) {
    Path own = folder.resolve(dump.value());
    Path file = own.resolve(name + SUFFIX);
    try {
      StoreModes modes = StoreModes.of(folder.getParent());
      for (Path each : List.of(folder, own)) {
        if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          disk.createFolder(each);
        }
      }
      Path beside = own.resolve("." + name + ".new");
      disk.deleteFile(beside);
      disk.write(beside, text);
      disk.publish(folder, modes);
      disk.move(beside, file);
    } catch (IOException e) {
      throw StoreErrors.writing(file, e);
    }
  }

  /** The texts that are kept of a dump; what is no regular file, or too long, is passed over. */
  public List<byte[]> list(DumpId dump) {
    Path own = folder.resolve(dump.value());
    if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(own)) {
      List<byte[]> texts = new ArrayList<>();
      for (Path file : entries.sorted().toList()) {
        if (file.toString().endsWith(SUFFIX)
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.size(file) <= LONGEST) {
          texts.add(Files.readAllBytes(file));
        }
      }
      return texts;
    } catch (IOException e) {
      throw StoreErrors.reading(own, e);
    }
  }

  /** Removes all of a dump; none is no failure. */
  void remove(DumpId dump) {
    Path own = folder.resolve(dump.value());
    try {
      if (Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
        disk.deleteTree(own);
      }
    } catch (IOException e) {
      throw StoreErrors.writing(own, e);
    }
  }
}
