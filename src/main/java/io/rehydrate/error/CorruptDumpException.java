package io.rehydrate.error;

/** A dump is not what its manifest says. */
public final class CorruptDumpException extends RehydrateException {
  public CorruptDumpException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  public CorruptDumpException(ErrorCode code, String message, String hint, Throwable cause) {
    super(ErrorKind.CORRUPT, code, message, hint, cause);
  }
}
