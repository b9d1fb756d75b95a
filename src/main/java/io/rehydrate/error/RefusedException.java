package io.rehydrate.error;

/** A guard said no: continuing could have touched what must not be touched. */
public final class RefusedException extends RehydrateException {
  public RefusedException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  public RefusedException(ErrorCode code, String message, String hint, Throwable cause) {
    super(ErrorKind.REFUSED, code, message, hint, cause);
  }
}
