package io.rehydrate.planning.explain;

/** The time for looking was over before an answer was found. */
final class OutOfTimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
