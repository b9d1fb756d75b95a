package io.rehydrate.error;

/** Somebody who is not allowed to asked for it, or nobody knows who it was. */
public final class NotAllowedException extends RehydrateException {
  public NotAllowedException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  public NotAllowedException(ErrorCode code, String message, String hint, Throwable cause) {
    super(ErrorKind.NOT_ALLOWED, code, message, hint, cause);
  }
}
