package io.rehydrate.error;

/** What was asked for does not exist: a dump, a target, a ref, a run. */
public final class NotFoundException extends RehydrateException {
  public NotFoundException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  public NotFoundException(ErrorCode code, String message, String hint, Throwable cause) {
    super(ErrorKind.NOT_FOUND, code, message, hint, cause);
  }
}
