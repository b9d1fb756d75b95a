package io.rehydrate.store;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out, before anything is paid for, whether another dump can be written. */
final class StoreReadiness {
  private static final String PROBE = ".rehydrate-probe-";

  /** Another process may be trying at this moment. */
  private static final long LONGEST_MILLIS = 5_000;

  private static final byte[] PIECE = new byte[64 * 1024];

  private StoreReadiness() {}

  /**
   * Writes and removes a small file, and looks at the room that is left.
   *
   * @param expected bytes that the next dump is likely to need: those of the newest one
   * @throws StageFailedException {@code store.write}, {@code store.full}
   */
  static void require(Path directory, long expected, Disk disk) {
    try {
      Path probe = Files.createTempFile(directory, PROBE, ".tmp");
      try {
        removeBefore(probe, directory);
        Files.delete(probe);
        disk.write(probe, PIECE);
      } finally {
        Files.deleteIfExists(probe);
      }
      long free = Files.getFileStore(directory).getUsableSpace();
      if (free < expected) {
        throw new StageFailedException(
            ErrorCode.STORE_FULL,
            "The store "
                + directory
                + " has "
                + megabytes(free)
                + " MB left, and the newest dump has "
                + megabytes(expected)
                + " MB",
            "Give it more room, discard held dumps, or lower store.keep-within or"
                + " store.keep-last; nothing was copied yet");
      }
    } catch (IOException e) {
      throw StoreErrors.writing(directory, e);
    }
  }

  /** Removes those of processes that were killed while they tried, by the share's own clock. */
  private static void removeBefore(Path own, Path directory) throws IOException {
    long old = Files.getLastModifiedTime(own).toMillis() - LONGEST_MILLIS;
    try (DirectoryStream<Path> probes = Files.newDirectoryStream(directory, PROBE + "*.tmp")) {
      for (Path probe : probes) {
        if (probe.toFile().lastModified() < old) { // 0 where it has gone meanwhile
          Files.deleteIfExists(probe);
        }
      }
    }
  }

  private static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
