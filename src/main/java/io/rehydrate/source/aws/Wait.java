package io.rehydrate.source.aws;

import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.RdsRequest;

/**
 * The waiting for one thing at AWS to be there; a route carries it in the variable {@code wait},
 * and looks again and again until it no longer goes on.
 */
public final class Wait {
  private final ThingKind kind;
  private final String id;
  private final boolean source;
  private final Instant since;
  private final Instant deadline;
  private Outcome outcome = Outcome.WAITING;
  private String status = "";

  /** How it went. */
  public enum Outcome {
    WAITING,
    COME,
    FAILED,
    NO_CAPACITY,
    LATE
  }

  /**
   * @param source the thing is the source: whatever its state, one look is enough
   */
  Wait(ThingKind kind, String id, boolean source, Instant since, Duration atMost) {
    this.kind = kind;
    this.id = id;
    this.source = source;
    this.since = since;
    this.deadline = since.plus(atMost);
  }

  ThingKind kind() {
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
