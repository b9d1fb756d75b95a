package io.rehydrate.night;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;

/** Reports why a dump's files can't be written. */
final class StoreFailure {
  private StoreFailure() {}

  static StageFailedException of(IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return new StageFailedException(
        full ? ErrorCode.STORE_FULL : ErrorCode.STORE_FAILED,
        full
            ? "The disk of the store is full"
            : "The store can't be written (" + e.getClass().getSimpleName() + ")",
        full
            ? "Free some space, or lower store.keep-within or store.keep-last"
            : "Check the share and its rights",
        e);
  }
}
