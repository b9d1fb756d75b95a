package io.rehydrate.source.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.RdsRequest;

/**
 * One call to RDS that has to get through; a route carries it in the variable {@code call}, and
 * sends its request until it no longer continues.
 */
public final class RdsRequestTask {
  private final String what;
  private final Instant deadline;
  private final Optional<RdsResourceType> kind;
  private final String id;
  private final Purpose purpose;
  private RdsRequest request;
  private Optional<RdsRequest> instead = Optional.empty();
  private Outcome outcome = Outcome.ASKED;
  private String words = "";
  private String hint = "";
  private Object answer = "";
  private Optional<Instant> doubtful = Optional.empty();
  private Set<Outcome> alternatives = Set.of();
  private Optional<Instant> notFound = Optional.empty();

  /** How it went. */
  public enum Outcome {
    ASKED,
    DONE,
    LATE,
    NO_CAPACITY,
    QUOTA,
    REFUSED
  }

  /** What it is for. */
  private enum Purpose {
    MAKING,
    CHANGING,
    /** The night can do without it. */
    OPTIONAL,
    REMOVING
  }

  private RdsRequestTask(
      String what,
      RdsRequest request,
      Instant deadline,
      Optional<RdsResourceType> kind,
      String id,
      Purpose purpose) {
    this.what = what;
    this.request = request;
    this.deadline = deadline;
    this.kind = kind;
    this.id = id;
    this.purpose = purpose;
  }

  /** A call that makes a thing of this name. */
  static RdsRequestTask making(
      String what, RdsRequest request, Instant deadline, RdsResourceType kind, String id) {
    return new RdsRequestTask(what, request, deadline, Optional.of(kind), id, Purpose.MAKING);
  }

  /** A call that changes or asks something. */
  static RdsRequestTask of(String what, RdsRequest request, Instant deadline) {
    return new RdsRequestTask(what, request, deadline, Optional.empty(), "", Purpose.CHANGING);
  }

  /** A call without which the night continues. */
  static RdsRequestTask optional(String what, RdsRequest request, Instant deadline) {
    return new RdsRequestTask(what, request, deadline, Optional.empty(), "", Purpose.OPTIONAL);
  }

  /** A call that removes something: that it is gone already is as good. */
  static RdsRequestTask removing(String what, RdsRequest request, Instant deadline) {
    return new RdsRequestTask(what, request, deadline, Optional.empty(), "", Purpose.REMOVING);
  }

  /** The night has another way where the call ends so. */
  RdsRequestTask orElse(Set<Outcome> outcomes) {
    alternatives = outcomes;
    return this;
  }

  /** Whether the night continues: the call is done, or there is another way. */
  boolean isGoodEnough() {
    return isDone() || isDispensable() || alternatives.contains(outcome);
  }

  /** What is sent where Secrets Manager keeps the master password. */
  RdsRequestTask orInstead(RdsRequest other) {
    instead = Optional.of(other);
    return this;
  }

  /** Takes the other request, once; false where there is none. */
  boolean takeInstead() {
    boolean is = instead.isPresent();
    instead.ifPresent(other -> request = other);
    instead = Optional.empty();
    return is;
  }

  /** What is to be done, for messages. */
  String what() {
    return what;
  }

  RdsRequest request() {
    return request;
  }

  /** Of what it makes. */
  Optional<RdsResourceType> kind() {
    return kind;
  }

  String id() {
    return id;
  }

  boolean isMaking() {
    return purpose == Purpose.MAKING;
  }

  boolean isRemoving() {
    return purpose == Purpose.REMOVING;
  }

  /** Whether the night continues without it. */
  boolean isDispensable() {
    return purpose == Purpose.OPTIONAL || isRemoving();
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

  String hint() {
    return hint;
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

  void failed(Outcome how, String why, String remedy) {
    outcome = how;
    words = why;
    hint = remedy;
  }

  /** It may have been done: nothing says for certain that it was not. */
  void doubt(Instant now) {
    doubtful = Optional.of(now);
  }

  boolean isDoubtful() {
    return doubtful.isPresent();
  }

  /** Whether what it may have made need not be listed yet. */
  boolean isDoubtful(Instant now, Duration grace) {
    return doubtful.filter(since -> since.plus(grace).isAfter(now)).isPresent();
  }

  /** Whether AWS did not find what the call names for so long that it will not. */
  boolean isNotFound(Instant now, Duration grace) {
    Instant since = notFound.orElse(now);
    notFound = Optional.of(since);
    return !since.plus(grace).isAfter(now);
  }

  /** Says why it is tried again; true where that is news. */
  boolean again(String why) {
    boolean news = !words.equals(why);
    words = why;
    return news;
  }
}
