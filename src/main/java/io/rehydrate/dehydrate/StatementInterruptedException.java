package io.rehydrate.dehydrate;

import io.rehydrate.error.StageFailedException;

/** A statement did not come to its end, and may run once more: the route says how often. */
public final class StatementInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StatementInterruptedException(StageFailedException failure) {
    super(failure.getMessage(), failure);
  }
}
