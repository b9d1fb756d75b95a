package io.rehydrate.error;

/**
 * A failure that is reported to a user: what went wrong, a stable code to script against, and the
 * remedy.
 *
 * <p>The message never holds a value out of a database; see {@code SqlErrors}.
 */
public abstract class RehydrateException extends RuntimeException {
  private final ErrorCode errorCode;
  private final String code;
  private final String hint;

  /**
   * @param hint the remedy, one sentence; empty where there is none
   * @throws IllegalArgumentException where the code is of another kind
   */
  protected RehydrateException(
      ErrorKind kind, ErrorCode code, String message, String hint, Throwable cause) {
    super(message, cause);
    if (code.kind() != kind) {
      throw new IllegalArgumentException(code + " is of the kind " + code.kind(), cause);
    }
    this.errorCode = code;
    this.code = code.text();
    this.hint = hint;
  }

  public ErrorKind kind() {
    return errorCode.kind();
  }

  /** What HTTP says of it. */
  public int httpStatus() {
    return errorCode.httpStatus();
  }

  public ErrorCode errorCode() {
    return errorCode;
  }

  /** As users and scripts see it: {@code dump.incomplete}. */
  public String code() {
    return code;
  }

  public String hint() {
    return hint;
  }
}
