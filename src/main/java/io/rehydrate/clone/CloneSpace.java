package io.rehydrate.clone;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;

/**
 * The free space of {@code clones.directory}. A copy takes none at first; what is written to it
 * does, and a full file system stops every clone on it.
 */
public final class CloneSpace {
  private static final long MEBIBYTE = 1L << 20;
  private static final long RESERVE = 256 * MEBIBYTE;
  private static final int SHARE = 20;

  /** A server's files take about as many times the room of a dump's. */
  private static final int GROWTH = 4;

  private final CloneFolders folders;

  public CloneSpace(CloneFolders folders) {
    this.folders = folders;
  }

  /**
   * What there is, and what stays free for the clones that exist.
   *
   * @param free in bytes
   * @param reserve in bytes: 256 MiB and a twentieth of all
   */
  public record Figures(long free, long reserve) {
    @Override
    public String toString() {
      return free / MEBIBYTE + " MiB are free, of which " + reserve / MEBIBYTE + " are a reserve";
    }
  }

  public Figures figures() {
    try {
      FileStore store = Files.getFileStore(folders.root());
      return new Figures(store.getUsableSpace(), RESERVE + store.getTotalSpace() / SHARE);
    } catch (IOException e) {
      throw folders.failed("can't be measured", e);
    }
  }

  /**
   * To be called before a copy is made.
   *
   * @throws RefusedException {@code clone.space}
   */
  void requireForCopy() {
    require(0, "a clone");
  }

  /**
   * To be called before a dump is loaded.
   *
   * @param bytes of the dump's files
   * @throws RefusedException {@code clone.space}
   */
  void requireForGolden(long bytes) {
    require(GROWTH * bytes, "a golden of a dump with " + bytes / MEBIBYTE + " MiB");
  }

  private void require(long bytes, String what) {
    Figures figures = figures();
    if (figures.free() - bytes < figures.reserve()) {
      throw new RefusedException(
          ErrorCode.CLONE_SPACE,
          "The file system of "
              + folders.root()
              + " has no room for "
              + what
              + (bytes == 0 ? "" : ", which may take " + bytes / MEBIBYTE + " MiB")
              + ": "
              + figures,
          "Remove a clone, or enlarge the file system");
    }
  }
}
