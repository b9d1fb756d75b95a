package io.rehydrate.error;

/** Who asks may not. */
public final class NotAllowedException extends RehydrateException {
  public NotAllowedException(String code, String message, String hint) {
    this(code, message, hint, null);
  }

  public NotAllowedException(String code, String message, String hint, Throwable cause) {
    super(ErrorKind.NOT_ALLOWED, code, message, hint, cause);
  }
}
