package io.rehydrate.demo.rds;

/** An answer that is an error, with the code and the HTTP status that the API's model gives it. */
final class ApiError extends RuntimeException {
  static final int BAD_REQUEST = 400;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;

  private final int status;
  private final String code;

  ApiError(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static ApiError badValue(String message) {
    return refused("InvalidParameterValue", message);
  }

  static ApiError badCombination(String message) {
    return refused("InvalidParameterCombination", message);
  }

  static ApiError notSimulated(String what) {
    return refused("NotSimulated", what + " is not simulated here; AWS itself knows it");
  }

  /** Any error whose status is 400, as most are. */
  static ApiError refused(String code, String message) {
    return new ApiError(BAD_REQUEST, code, message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
