package io.rehydrate.error;

/** The chosen ref's migrations did not run to their end. */
public final class MigrationFailedException extends RehydrateException {
  public MigrationFailedException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  public MigrationFailedException(ErrorCode code, String message, String hint, Throwable cause) {
    super(ErrorKind.MIGRATION_FAILED, code, message, hint, cause);
  }
}
