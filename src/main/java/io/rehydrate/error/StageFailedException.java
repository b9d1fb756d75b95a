package io.rehydrate.error;

/** A step of a run failed; what it had made is released. */
public final class StageFailedException extends RehydrateException {
  public StageFailedException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  public StageFailedException(ErrorCode code, String message, String hint, Throwable cause) {
    super(ErrorKind.FAILED, code, message, hint, cause);
  }
}
