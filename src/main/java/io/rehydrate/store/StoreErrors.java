package io.rehydrate.store;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Reports of a disk that is full, read-only or gone. */
final class StoreErrors {
  private StoreErrors() {}

  static StageFailedException writing(Path path, IOException cause) {
    return new StageFailedException(
        ErrorCode.STORE_WRITE,
        "The store can't be written at " + path + ": " + reason(cause),
        "Free space, or give this account the right to write there; dumps already published are"
            + " untouched",
        cause);
  }

  static StageFailedException reading(Path path, IOException cause) {
    return new StageFailedException(
        ErrorCode.STORE_READ,
        "The store can't be read at " + path + ": " + reason(cause),
        "Check that the share is mounted and that this account may read it",
        cause);
  }

  private static String reason(IOException cause) {
    String reason =
        cause instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : cause instanceof FileSystemException ? null : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }
}
