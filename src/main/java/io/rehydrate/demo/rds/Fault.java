package io.rehydrate.demo.rds;

/** What goes wrong with one call. */
public sealed interface Fault {

  /** The answer is an error, and nothing is done. */
  record Refuse(int status, String code, String message) implements Fault {}

  /** Everything is done, and then the connection ends without an answer. */
  record LoseAnswer() implements Fault {}

  /** The connection ends before anything is done. */
  record LoseCall() implements Fault {}

  /**
   * Something else happens meanwhile, such as the caller's death, and the connection ends without
   * an answer.
   *
   * @param taken whether the call is done before
   */
  record Meanwhile(boolean taken, Runnable happens) implements Fault {}

  /** Nothing goes wrong: to let a call pass before the next fault of a row. */
  record None() implements Fault {}

  static Fault none() {
    return new None();
  }

  static Fault lostAnswer() {
    return new LoseAnswer();
  }

  static Fault lostCall() {
    return new LoseCall();
  }

  static Fault meanwhile(boolean taken, Runnable happens) {
    return new Meanwhile(taken, happens);
  }

  static Fault refusal(int status, String code, String message) {
    return new Refuse(status, code, message);
  }

  static Fault throttling() {
    return refusal(ApiError.BAD_REQUEST, "Throttling", "Rate exceeded");
  }

  static Fault internalFailure() {
    return refusal(500, "InternalFailure", "An internal error has occurred. Try again later.");
  }

  static Fault unavailable() {
    return refusal(503, "ServiceUnavailable", "Service is unavailable. Please try again.");
  }

  static Fault accessDenied(String action) {
    return refusal(
        ApiError.FORBIDDEN, "AccessDenied", "User is not authorized to perform: rds:" + action);
  }

  static Fault expiredToken() {
    return refusal(
        ApiError.FORBIDDEN,
        "ExpiredToken",
        "The security token included in the request is expired");
  }

  static Fault insufficientInstanceCapacity() {
    return refusal(
        ApiError.BAD_REQUEST,
        "InsufficientDBInstanceCapacity",
        "We currently do not have sufficient capacity in the region you requested.");
  }

  static Fault snapshotQuotaExceeded() {
    ApiError error = Kind.CLUSTER_SNAPSHOT.quotaExceeded();
    return refusal(error.status(), error.code(), error.getMessage());
  }

  static Fault invalidClusterState() {
    return refusal(
        ApiError.BAD_REQUEST,
        "InvalidDBClusterStateFault",
        "The DB cluster is not in the available state.");
  }
}
