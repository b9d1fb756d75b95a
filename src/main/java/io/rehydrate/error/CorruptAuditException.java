package io.rehydrate.error;

/** The audit is not as it was written. */
public final class CorruptAuditException extends RehydrateException {
  public CorruptAuditException(ErrorCode code, String message, String hint) {
    super(ErrorKind.CORRUPT, code, message, hint, null);
  }
}
