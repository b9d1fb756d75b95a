package io.rehydrate.error;

/** Somebody else is at it: a lease is held, or the name is taken. */
public final class BusyException extends RehydrateException {
  public BusyException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  public BusyException(ErrorCode code, String message, String hint, Throwable cause) {
    super(ErrorKind.BUSY, code, message, hint, cause);
  }
}
