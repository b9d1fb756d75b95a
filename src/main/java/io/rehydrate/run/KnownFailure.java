package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.sqlite.SQLiteException;

/** Finds, in a chain of causes, a failure that can be reported with its remedy. */
public final class KnownFailure {
  private static final int READ_ONLY = 8;
  private static final int IO_ERROR = 10;
  private static final int FULL = 13;
  private static final String NO_SPACE = "No space left on device";
  private static final int MOST_CAUSES = 20;

  private KnownFailure() {}

  /** One of ours, or a disk that is full or read-only; empty for everything else. */
  public static Optional<RehydrateException> of(Throwable failure) {
    int count = 0;
    Optional<RehydrateException> ofTheDisk = Optional.empty();
    for (Throwable at = failure; at != null && count++ < MOST_CAUSES; at = at.getCause()) {
      if (at instanceof RehydrateException ours) {
        return Optional.of(ours);
      }
      if (ofTheDisk.isEmpty()) {
        ofTheDisk = ofTheDisk(at);
      }
    }
    return ofTheDisk;
  }

  private static Optional<RehydrateException> ofTheDisk(Throwable failure) {
    if (failure instanceof SQLiteException sqlite) {
      return switch (sqlite.getErrorCode()) {
        case FULL, IO_ERROR ->
            Optional.of(
                new StageFailedException(
                    ErrorCode.STATE_FULL,
                    "The run journal can't be written: its disk is full, or fails ("
                        + sqlite.getResultCode()
                        + ")",
                    "Free some space where state.url lies, then run it again",
                    failure));
        case READ_ONLY ->
            Optional.of(
                new StageFailedException(
                    ErrorCode.STATE_READ_ONLY,
                    "The run journal can't be written: its file or its disk is read-only",
                    "Give this account the right to write there, or mount it for writing",
                    failure));
        default -> Optional.empty();
      };
    }
    if (failure instanceof IOException && String.valueOf(failure.getMessage()).contains(NO_SPACE)) {
      String where = failure instanceof FileSystemException file ? " of " + file.getFile() : "";
      return Optional.of(
          new StageFailedException(
              ErrorCode.DISK_FULL,
              "The disk" + where + " is full",
              "Free some space there, then run it again",
              failure));
    }
    return Optional.empty();
  }
}
