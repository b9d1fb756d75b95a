package io.rehydrate.error;

/**
 * A failure that a user is told of: what went wrong, a stable code to script against, and the way
 * out.
 *
 * <p>The message never holds a value out of a database; see {@code SqlErrors}.
 */
public abstract class RehydrateException extends RuntimeException {
  private final ErrorKind kind;
  private final String code;
  private final String hint;

  /**
   * @param code stable, dotted, lower case: {@code dump.incomplete}
   * @param hint the way out, one sentence; empty where there is none
   */
  protected RehydrateException(
      ErrorKind kind, String code, String message, String hint, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
    this.hint = hint;
  }

  public ErrorKind kind() {
    return kind;
  }

  /** What HTTP says of it. */
  public int httpStatus() {
    return kind.httpStatus(code);
  }

  public String code() {
    return code;
  }

  public String hint() {
    return hint;
  }
}
