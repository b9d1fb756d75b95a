package io.rehydrate.http;

/** A request that gets no further than the guards. */
final class RequestException extends RuntimeException {
  private final transient Problem problem;

  RequestException(int status, String code, String detail, String hint) {
    super(detail);
    this.problem = Problem.of(status, code, detail, hint);
  }

  Problem problem() {
    return problem;
  }
}
