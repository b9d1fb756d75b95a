package io.rehydrate.error;

/** What was given cannot be used: a setting, a plan, a request, an argument. */
public final class InvalidException extends RehydrateException {
  public InvalidException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  public InvalidException(ErrorCode code, String message, String hint, Throwable cause) {
    super(ErrorKind.INVALID, code, message, hint, cause);
  }
}
