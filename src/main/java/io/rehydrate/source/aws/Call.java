package io.rehydrate.source.aws;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.RdsRequest;

/**
 * One call to RDS that has to get through; a route carries it in the variable {@code call}, and
 * sends its request until it no longer goes on.
 */
public final class Call {
  private final String what;
  private final RdsRequest request;
  private final Instant deadline;
  private final Optional<ThingKind> kind;
  private final String id;
  private Outcome outcome = Outcome.ASKED;
  private String words = "";
  private Object answer = "";

  /** How it went. */
  public enum Outcome {
    ASKED,
    DONE,
    LATE,
    NO_CAPACITY,
    QUOTA
  }

  private Call(
      String what, RdsRequest request, Instant deadline, Optional<ThingKind> kind, String id) {
    this.what = what;
    this.request = request;
    this.deadline = deadline;
    this.kind = kind;
    this.id = id;
  }

  /** A call that makes a thing of this name. */
  static Call making(String what, RdsRequest request, Instant deadline, ThingKind kind, String id) {
    return new Call(what, request, deadline, Optional.of(kind), id);
  }

  /** A call that changes or asks something. */
  static Call of(String what, RdsRequest request, Instant deadline) {
    return new Call(what, request, deadline, Optional.empty(), "");
  }

  /** What is to be done, for messages. */
  String what() {
    return what;
  }

  /** For the route: the body of its message to RDS. */
  public RdsRequest request() {
    return request;
  }

  Optional<ThingKind> kind() {
    return kind;
  }

  String id() {
    return id;
  }

  boolean isOver(Instant now) {
    return now.isAfter(deadline);
  }

  /** For the route: whether the call is to be sent, again. */
  public boolean goesOn() {
    return outcome == Outcome.ASKED;
  }

  /** For the route: DONE where AWS has taken it. */
  public Outcome outcome() {
    return outcome;
  }

  String words() {
    return words;
  }

  Object answer() {
    return answer;
  }

  boolean isDone() {
    return outcome == Outcome.DONE;
  }

  void done(Object given) {
    outcome = Outcome.DONE;
    answer = given;
  }

  void failed(Outcome how, String why) {
    outcome = how;
    words = why;
  }

  /** Says why it is tried again; true where that is news. */
  boolean again(String why) {
    boolean news = !words.equals(why);
    words = why;
    return news;
  }
}
