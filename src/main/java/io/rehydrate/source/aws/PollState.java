package io.rehydrate.source.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.RdsRequest;

/**
 * The waiting for one thing at AWS to be there; a route carries it in the variable {@code wait},
 * and looks again and again until it no longer continues.
 */
public final class PollState {
  private final RdsResourceType kind;
  private final String id;
  private final boolean source;
  private final Instant since;
  private final Instant deadline;
  private Outcome outcome = Outcome.WAITING;
  private String status = "";
  private Optional<Instant> absentSince = Optional.empty();
  private Optional<Instant> untaggedSince = Optional.empty();
  private Optional<Instant> pendingSince = Optional.empty();
  private String hint = "";
  private boolean seen;
  private Set<Outcome> alternatives = Set.of();

  /** How it went. */
  public enum Outcome {
    WAITING,
    COME,
    FAILED,
    NO_CAPACITY,
    LATE,
    /** The new password does not take effect: it is to be set again. */
    PASSWORD_LOST
  }

  /**
   * @param source the thing is the source: whatever its state, one look is enough
   */
  PollState(RdsResourceType kind, String id, boolean source, Instant since, Duration atMost) {
    this.kind = kind;
    this.id = id;
    this.source = source;
    this.since = since;
    this.deadline = since.plus(atMost);
  }

  /** The night has another way where the wait ends so. */
  PollState orElse(Set<Outcome> outcomes) {
    alternatives = outcomes;
    return this;
  }

  /** Whether the night continues: the resource is available, or there is another way. */
  boolean isGoodEnough() {
    return come() || alternatives.contains(outcome);
  }

  RdsResourceType kind() {
    return kind;
  }

  String id() {
    return id;
  }

  boolean isSource() {
    return source;
  }

  /** For the route: the body of its message to RDS. */
  public RdsRequest question() {
    return switch (kind) {
      case CLUSTER -> DescribeDbClustersRequest.builder().dbClusterIdentifier(id).build();
      case INSTANCE -> DescribeDbInstancesRequest.builder().dbInstanceIdentifier(id).build();
      case CLUSTER_SNAPSHOT ->
          DescribeDbClusterSnapshotsRequest.builder().dbClusterSnapshotIdentifier(id).build();
      case SNAPSHOT -> DescribeDbSnapshotsRequest.builder().dbSnapshotIdentifier(id).build();
    };
  }

  /** For the route: whether to look again. */
  public boolean goesOn() {
    return outcome == Outcome.WAITING;
  }

  /** For the route: whether the thing is there. */
  public boolean come() {
    return outcome == Outcome.COME;
  }

  public Outcome outcome() {
    return outcome;
  }

  String status() {
    return status;
  }

  Duration until(Instant now) {
    return Duration.between(since, now);
  }

  String hint() {
    return hint;
  }

  /** What a failed look reports its remedy. */
  void suggest(String remedy) {
    hint = remedy;
  }

  /** AWS does not list it; since when in a row. */
  Instant absent(Instant now) {
    absentSince = absentSince.or(() -> Optional.of(now));
    return absentSince.get();
  }

  void present() {
    absentSince = Optional.empty();
    seen = true;
  }

  /** Whether AWS has listed it since this wait began. */
  boolean wasSeen() {
    return seen;
  }

  /** AWS lists it without the run's tags; since when. */
  Instant untagged(Instant now) {
    untaggedSince = untaggedSince.or(() -> Optional.of(now));
    return untaggedSince.get();
  }

  /** Its new password has not taken effect; since when. */
  Instant passwordPending(Instant now) {
    pendingSince = pendingSince.or(() -> Optional.of(now));
    return pendingSince.get();
  }

  void end(Outcome how, String why) {
    outcome = how;
    status = why;
  }

  /** Notes what it is like at this moment; true where that is news. */
  boolean still(String how, Instant now) {
    boolean news = !status.equals(how);
    status = how;
    if (now.isAfter(deadline)) {
      outcome = Outcome.LATE;
    }
    return news;
  }
}
