package io.rehydrate.error;

/** What sort of failure it was: the one place that knows exit codes. */
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

  private final int exitCode;
  private final int httpStatus;

  ErrorKind(int exitCode, int httpStatus) {
    this.exitCode = exitCode;
    this.httpStatus = httpStatus;
  }

  public int exitCode() {
    return exitCode;
  }

  /** Of most codes of this kind; {@link ErrorCode#httpStatus()} has each one's. */
  int httpStatus() {
    return httpStatus;
  }
}
