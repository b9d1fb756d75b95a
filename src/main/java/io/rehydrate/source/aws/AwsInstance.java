package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.apache.camel.Variable;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;

/**
 * The bean that knows what a scratch instance is made with, and what to try where AWS has none of a
 * class.
 */
public final class AwsInstance {
  private final Clock clock;

  public AwsInstance(Clock clock) {
    this.clock = clock;
  }

  /**
   * The one instance of the scratch cluster.
   *
   * @param patience milliseconds for which a state that passes is waited for
   */
  public RdsRequestTask create(@Variable("aws") AwsScratch aws, long patience) {
    String id = aws.instanceName();
    aws.notes().write(RdsResourceType.INSTANCE, id, ResourceNote.NOTHING);
    Settings.Aws settings = aws.settings();
    CreateDbInstanceRequest.Builder request =
        CreateDbInstanceRequest.builder()
            .dbInstanceIdentifier(id)
            .dbClusterIdentifier(aws.names().base())
            .dbInstanceClass(instanceClass(aws))
            .engine(aws.sourceCluster().engine())
            .publiclyAccessible(false)
            .autoMinorVersionUpgrade(false)
            .copyTagsToSnapshot(false)
            .monitoringInterval(0)
            .tags(aws.tags());
    settings.groups().subnet().ifPresent(request::dbSubnetGroupName);
    settings.groups().parameters().ifPresent(request::dbParameterGroupName);
    return RdsRequestTask.making(
            "making the instance " + id + " (" + instanceClass(aws) + ")",
            request.build(),
            clock.instant().plusMillis(patience),
            RdsResourceType.INSTANCE,
            id)
        .orElse(Set.of(RdsRequestTask.Outcome.NO_CAPACITY));
  }

  /** An instance of its own, restored from the chosen snapshot. */
  public RdsRequestTask restore(@Variable("aws") AwsScratch aws, long patience) {
    String id = aws.instanceName();
    SnapshotChoice snapshot = aws.snapshot().orElseThrow();
    aws.notes().write(RdsResourceType.INSTANCE, id, ResourceNote.of(snapshot));
    Settings.Aws settings = aws.settings();
    RestoreDbInstanceFromDbSnapshotRequest.Builder request =
        RestoreDbInstanceFromDbSnapshotRequest.builder()
            .dbInstanceIdentifier(id)
            .dbSnapshotIdentifier(snapshot.id())
            .dbInstanceClass(instanceClass(aws))
            .engine(aws.sourceInstance().engine())
            .publiclyAccessible(false)
            .multiAZ(false)
            .autoMinorVersionUpgrade(false)
            .deletionProtection(false)
            .copyTagsToSnapshot(false)
            .enableIAMDatabaseAuthentication(false)
            .tags(aws.tags());
    settings.groups().subnet().ifPresent(request::dbSubnetGroupName);
    settings.groups().parameters().ifPresent(request::dbParameterGroupName);
    AwsCluster.given(settings.groups().security()).ifPresent(request::vpcSecurityGroupIds);
    return RdsRequestTask.making(
            "restoring the snapshot "
                + snapshot.id()
                + " as the instance "
                + id
                + " ("
                + instanceClass(aws)
                + ")",
            request.build(),
            clock.instant().plusMillis(patience),
            RdsResourceType.INSTANCE,
            id)
        .orElse(Set.of(RdsRequestTask.Outcome.NO_CAPACITY));
  }

  private static String instanceClass(AwsScratch aws) {
    List<String> classes = aws.settings().instanceClasses();
    return classes.get(Math.min(aws.attempt(), classes.size()) - 1);
  }

  /**
   * The instance exists, or the next class is to be used.
   *
   * @throws StageFailedException {@code aws.capacity} where no further class is named
   */
  public void madeOrNext(@Variable("aws") AwsScratch aws, @Variable("call") RdsRequestTask call) {
    if (call.isDone() && !call.isRemoving()) {
      aws.instanceMade();
    } else {
      tryNext(aws, call);
    }
  }

  /** AWS has no instance of this class, at the moment or at all. */
  private static void tryNext(AwsScratch aws, RdsRequestTask call) {
    List<String> classes = aws.settings().instanceClasses();
    String why = call.isRemoving() || call.words().isEmpty() ? "" : " (" + call.words() + ")";
    if (aws.attempt() >= classes.size()) {
      throw new StageFailedException(
          ErrorCode.AWS_CAPACITY,
          "AWS has no capacity for any of "
              + String.join(", ", classes)
              + " at the moment, or does not offer it"
              + why,
          call.isRemoving() || call.hint().isEmpty()
              ? "Name more classes in scratch.instance-classes, or subnets in more zones"
              : call.hint());
    }
    aws.run()
        .log()
        .info(
            "AWS has no instance of the class "
                + instanceClass(aws)
                + why
                + "; the next is "
                + classes.get(aws.attempt()));
    aws.nextAttempt();
  }

  /** The removal of an instance that AWS took the order for and then had no capacity for. */
  public RdsRequestTask remove(@Variable("aws") AwsScratch aws, long patience) {
    return RdsRequestTask.removing(
        "removing the instance " + aws.instanceName(),
        DeleteDbInstanceRequest.builder()
            .dbInstanceIdentifier(aws.instanceName())
            .skipFinalSnapshot(true)
            .build(),
        clock.instant().plusMillis(patience));
  }

  /**
   * The password of this night, and no backups of a thing that is gone tomorrow.
   *
   * @param patience milliseconds for which a state that passes is waited for
   */
  RdsRequestTask password(AwsScratch aws, long patience) {
    ModifyDbInstanceRequest request =
        ModifyDbInstanceRequest.builder()
            .dbInstanceIdentifier(aws.instanceName())
            .masterUserPassword(aws.password().reveal())
            .backupRetentionPeriod(0)
            .applyImmediately(true)
            .build();
    return RdsRequestTask.of(
            "setting the password of the instance " + aws.instanceName(),
            request,
            aws.passwordUntil(clock.instant().plusMillis(patience)))
        .orInstead(request.toBuilder().manageMasterUserPassword(false).build());
  }
}
