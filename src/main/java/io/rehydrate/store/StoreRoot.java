package io.rehydrate.store;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.settings.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * The store's own folder, which may be a share that is not mounted: its marker distinguishes the
 * store from the empty place where it should be.
 */
final class StoreRoot {
  static final String MARKER = ".rehydrate-store";

  private final Path directory;
  private final Clock clock;
  private final KnownStores known;
  private final Disk disk;

  StoreRoot(Path directory, Clock clock, KnownStores known, Disk disk) {
    this.directory = directory.toAbsolutePath().normalize();
    this.clock = clock;
    this.known = known;
    this.disk = disk;
  }

  Path directory() {
    return directory;
  }

  /** Whether there is a store; a first night has yet to make one. */
  boolean exists() {
    if (Files.isRegularFile(directory.resolve(MARKER), LinkOption.NOFOLLOW_LINKS)) {
      if (!known.knows(directory)) {
        known.remember(directory);
      }
      return true;
    }
    if (known.knows(directory)) {
      throw new RefusedException(
          ErrorCode.STORE_UNMOUNTED,
          directory + " has been the store, and its marker " + MARKER + " is missing",
          "Mount the share again; nothing is written or removed there until the marker is back");
    }
    return false;
  }

  /** The folder, made and marked where it is new. */
  Path make() {
    return exists() ? directory : renew();
  }

  /** As {@link #make}, whatever has been there before; a store that is there stays as it is. */
  Path renew() {
    if (Files.isRegularFile(directory.resolve(MARKER), LinkOption.NOFOLLOW_LINKS)) {
      return directory;
    }
    try {
      PrivateFiles.createDirectories(directory);
      requireEmpty();
      String text = "The store of Rehydrate, made " + clock.instant() + ". Do not remove.\n";
      disk.write(directory.resolve(MARKER), text.getBytes(StandardCharsets.UTF_8));
      disk.publish(directory.resolve(MARKER), StoreModes.of(directory));
    } catch (IOException e) {
      throw StoreErrors.writing(directory, e);
    }
    known.remember(directory);
    return directory;
  }

  private void requireEmpty() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      List<String> names =
          entries
              .map(entry -> entry.getFileName().toString())
              .filter(name -> !name.equals("lost+found"))
              .limit(3)
              .toList();
      if (!names.isEmpty()) {
        throw new RefusedException(
            ErrorCode.STORE_FOREIGN,
            directory + " is no store and is not empty: it holds " + String.join(", ", names),
            "Point store.directory at an empty folder, or at one that has been a store");
      }
    }
  }
}
