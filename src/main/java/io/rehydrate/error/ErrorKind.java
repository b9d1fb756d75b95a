package io.rehydrate.error;

/** What sort of failure it was: the one place that knows exit codes and HTTP statuses. */
public enum ErrorKind {
  FAILED(1, 500),
  INVALID(2, 422),
  NOT_FOUND(10, 404),
  BUSY(11, 409),
  NOT_ALLOWED(12, 403),
  REFUSED(13, 409),
  CORRUPT(14, 409),
  MIGRATION_FAILED(15, 500),
  LEFT_BEHIND(16, 500);

  private static final String QUEUE_FULL = "queue.full";
  private static final String UNREADABLE = "request.";
  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY_REQUESTS = 429;

  private final int exitCode;
  private final int httpStatus;

  ErrorKind(int exitCode, int httpStatus) {
    this.exitCode = exitCode;
    this.httpStatus = httpStatus;
  }

  public int exitCode() {
    return exitCode;
  }

  /**
   * For HTTP's answers and the inbox's problem files alike. What can't be read is a bad request;
   * what can, and doesn't hold, is of its kind.
   *
   * @param code of the failure
   */
  public int httpStatus(String code) {
    if (code.equals(QUEUE_FULL)) {
      return TOO_MANY_REQUESTS;
    }
    return code.startsWith(UNREADABLE) ? BAD_REQUEST : httpStatus;
  }
}
