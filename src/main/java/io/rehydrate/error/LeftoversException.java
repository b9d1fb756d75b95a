package io.rehydrate.error;

/** A run has ended, and resources that it made could not be deleted: they are still billed. */
public final class LeftoversException extends RehydrateException {
  /** Of a run that is over, with AWS resources that could not be deleted. */
  public static final ErrorCode CODE = ErrorCode.AWS_LEFTOVERS;

  public LeftoversException(String message, String hint) {
    super(ErrorKind.LEFT_BEHIND, CODE, message, hint, null);
  }
}
