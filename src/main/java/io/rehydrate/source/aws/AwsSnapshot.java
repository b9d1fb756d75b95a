package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Variable;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.RdsRequest;

/** The bean that knows which snapshot the scratch is restored from: ours, or AWS's newest. */
public final class AwsSnapshot {
  private static final String AUTOMATIC = "automated";
  private static final Duration SKEW = Duration.ofMinutes(10);

  private final RdsPoller waits;
  private final Clock clock;

  public AwsSnapshot(RdsPoller waits, Clock clock) {
    this.waits = waits;
    this.clock = clock;
  }

  /**
   * Our own snapshot of the source.
   *
   * @param patience milliseconds for which a source that is not available is waited for
   */
  public RdsRequestTask take(@Variable("aws") AwsScratch aws, long patience) {
    String id = aws.names().base();
    aws.notes().write(aws.snapshotKind(), id, ResourceNote.NOTHING);
    RdsRequest request =
        aws.settings().isInstance()
            ? CreateDbSnapshotRequest.builder()
                .dbSnapshotIdentifier(id)
                .dbInstanceIdentifier(aws.source())
                .tags(aws.tags())
                .build()
            : CreateDbClusterSnapshotRequest.builder()
                .dbClusterSnapshotIdentifier(id)
                .dbClusterIdentifier(aws.source())
                .tags(aws.tags())
                .build();
    return RdsRequestTask.making(
            "taking the snapshot " + id + " of " + aws.source(),
            request,
            clock.instant().plusMillis(patience),
            aws.snapshotKind(),
            id)
        .orElse(EnumSet.allOf(RdsRequestTask.Outcome.class));
  }

  /** AWS took the order, and the snapshot was waited for: it is there, or it never will be. */
  public void waited(@Variable("aws") AwsScratch aws, @Variable("wait") PollState wait) {
    if (wait.come()) {
      aws.choose(
          new SnapshotChoice(
              aws.names().base(),
              aws.taken().createdAt().orElse(clock.instant()),
              aws.taken().engineVersion(),
              ""));
    } else {
      takeOlder(aws, waits.describe(wait));
    }
  }

  /** AWS would not take the order. */
  public void refused(@Variable("aws") AwsScratch aws, @Variable("call") RdsRequestTask call) {
    takeOlder(aws, call.what() + " failed: " + call.words());
  }

  private static void takeOlder(AwsScratch aws, String why) {
    aws.run().log().info("no snapshot of its own for this night: " + why);
    aws.takeOlder(why);
  }

  /** The question which snapshots AWS has taken by itself. */
  public RdsRequestTask automatic(@Variable("aws") AwsScratch aws, long patience) {
    RdsRequest request =
        aws.settings().isInstance()
            ? DescribeDbSnapshotsRequest.builder()
                .dbInstanceIdentifier(aws.source())
                .snapshotType(AUTOMATIC)
                .build()
            : DescribeDbClusterSnapshotsRequest.builder()
                .dbClusterIdentifier(aws.source())
                .snapshotType(AUTOMATIC)
                .build();
    return RdsRequestTask.of(
        "listing the automatic snapshots of " + aws.source(),
        request,
        clock.instant().plusMillis(patience));
  }

  /**
   * Chooses the newest automatic snapshot that is available. Where our own one was wanted, the run
   * notes why, and how old this one is.
   *
   * @throws StageFailedException {@code aws.no-snapshot}
   * @throws RefusedException {@code aws.snapshot-age} where it is older than {@code
   *     source.snapshot-max-age}
   */
  public void newest(@Variable("aws") AwsScratch aws, @Variable("call") RdsRequestTask call) {
    Instant now = clock.instant();
    List<RdsResource> all =
        snapshots(call.answer())
            .filter(s -> s.automatic() && s.status().equals("available"))
            .filter(s -> s.cluster().isEmpty() || s.cluster().equals(aws.source()))
            .filter(s -> s.createdAt().isPresent())
            .toList();
    all.stream()
        .filter(s -> isOfTheFuture(s, now))
        .forEach(
            s ->
                aws.run()
                    .log()
                    .info(s + " is left out: it is dated in the future, " + s.createdAt().get()));
    RdsResource newest =
        all.stream()
            .filter(s -> !isOfTheFuture(s, now))
            .max(Comparator.comparing(s -> s.createdAt().orElseThrow()))
            .orElseThrow(() -> none(aws));
    Instant at = newest.createdAt().orElseThrow();
    SnapshotChoice choice =
        new SnapshotChoice(newest.id(), at, newest.engineVersion(), aws.older().orElse(""));
    requireYoung(aws, choice);
    aws.choose(choice);
    String what =
        "the automatic snapshot " + newest.id() + " is taken, which is " + choice.age(now) + " old";
    aws.run().log().info(what);
    aws.older().ifPresent(why -> aws.run().addNotification(what + ", because " + why));
  }

  /** Clocks differ by a little. */
  static boolean isOfTheFuture(RdsResource snapshot, Instant now) {
    return snapshot.createdAt().filter(at -> at.isAfter(now.plus(SKEW))).isPresent();
  }

  private void requireYoung(AwsScratch aws, SnapshotChoice choice) {
    Duration most = aws.settings().snapshotMaxAge();
    if (choice.createdAt().plus(most).isBefore(clock.instant())) {
      throw new RefusedException(
          ErrorCode.AWS_SNAPSHOT_AGE,
          "The newest automatic snapshot of "
              + aws.source()
              + ", "
              + choice.id()
              + ", is "
              + choice.age(clock.instant())
              + " old, and source.snapshot-max-age is "
              + most.toHours()
              + " h"
              + aws.older().map(why -> "; it was to be taken because " + why).orElse(""),
          "See why AWS takes no newer one (backup window, retention), or raise"
              + " source.snapshot-max-age");
    }
  }

  private static Stream<RdsResource> snapshots(Object answer) {
    if (answer instanceof DescribeDbClusterSnapshotsResponse response) {
      return response.dbClusterSnapshots().stream().map(RdsResource::of);
    }
    if (answer instanceof DescribeDbSnapshotsResponse response) {
      return response.dbSnapshots().stream().map(RdsResource::of);
    }
    return List.<RdsResource>of().stream();
  }

  private static StageFailedException none(AwsScratch aws) {
    Optional<String> why = aws.older();
    return new StageFailedException(
        ErrorCode.AWS_NO_SNAPSHOT,
        "There is no automatic snapshot of "
            + aws.source()
            + " that is available"
            + why.map(w -> ", and " + w).orElse(""),
        "Give the source a backup retention period, or set source.snapshot=create");
  }
}
