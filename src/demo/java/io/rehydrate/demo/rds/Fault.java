package io.rehydrate.demo.rds;

import java.util.function.UnaryOperator;

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

  /** Everything is done, and the answer is another text than it should be. */
  record Alter(UnaryOperator<String> change) implements Fault {}

  /** Everything is done, and the connection ends in the middle of the answer. */
  record BreakOff() implements Fault {}

  /**
   * Something else answers, such as a proxy with a page.
   *
   * @param taken whether the call is done before
   */
  record Page(int status, String body, boolean taken) implements Fault {}

  /** Something else happens before the call and after it, which is answered as usual. */
  record Around(Runnable before, Runnable after) implements Fault {}

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

  static Fault altered(UnaryOperator<String> change) {
    return new Alter(change);
  }

  static Fault brokenOff() {
    return new BreakOff();
  }

  /** The answer ends in the middle, as if that were all of it. */
  static Fault cut() {
    return altered(text -> text.substring(0, text.length() / 2));
  }

  /** The answer lacks all elements of this name, with what is in them. */
  static Fault without(String element) {
    return altered(text -> text.replaceAll("(?s)<" + element + "(/>|>.*?</" + element + ">)", ""));
  }

  static Fault html(int status, boolean taken) {
    return new Page(status, "<html><body><h1>Gateway</h1></body></html>", taken);
  }

  static Fault around(Runnable before, Runnable after) {
    return new Around(before, after);
  }

  /** An error without a code. */
  static Fault blank(int status) {
    return new Page(status, "", false);
  }

  static Fault notFound(Kind kind) {
    ApiError error = kind.notFound("it");
    return refusal(error.status(), error.code(), error.getMessage());
  }

  static Fault badState(Kind kind) {
    ApiError error = kind.badState("It is not in the right state.");
    return refusal(error.status(), error.code(), error.getMessage());
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
