package io.rehydrate.source.aws;

import io.rehydrate.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Variable;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.RdsRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfiguration;

/**
 * The bean that knows what a scratch cluster is made with. AWS takes defaults for whatever is not
 * given, not what the source has: so all of it is given.
 */
public final class AwsCluster {
  private static final int SHORTEST_RETENTION = 1;
  private static final int MOST_CLONES = 15;
  private static final Duration COUNTING = Duration.ofMinutes(2);

  private final Clock clock;

  public AwsCluster(Clock clock) {
    this.clock = clock;
  }

  /**
   * The restore of the chosen snapshot. The engine's version is the snapshot's: AWS would take the
   * region's default, and refuses one that is older.
   *
   * @param patience milliseconds for which a state that passes is waited for
   */
  public RdsRequestTask restore(@Variable("aws") AwsScratch aws, long patience) {
    SnapshotChoice snapshot = aws.snapshot().orElseThrow();
    aws.notes().write(RdsResourceType.CLUSTER, aws.names().base(), ResourceNote.of(snapshot));
    Settings.Aws settings = aws.settings();
    RestoreDbClusterFromSnapshotRequest.Builder request =
        RestoreDbClusterFromSnapshotRequest.builder()
            .dbClusterIdentifier(aws.names().base())
            .snapshotIdentifier(snapshot.id())
            .engine(aws.sourceCluster().engine())
            .engineVersion(
                snapshot.engineVersion().isEmpty()
                    ? aws.sourceCluster().engineVersion()
                    : snapshot.engineVersion())
            .deletionProtection(false)
            .copyTagsToSnapshot(false)
            .enableIAMDatabaseAuthentication(false)
            .backupRetentionPeriod(SHORTEST_RETENTION)
            .serverlessV2ScalingConfiguration(scaling(settings).orElse(null))
            .tags(aws.tags());
    settings.groups().subnet().ifPresent(request::dbSubnetGroupName);
    settings.groups().clusterParameters().ifPresent(request::dbClusterParameterGroupName);
    given(settings.groups().security()).ifPresent(request::vpcSecurityGroupIds);
    return making(aws, "restoring the snapshot " + snapshot.id(), request.build(), patience);
  }

  /** The clone of the source as it is now, which shares its pages until one side changes them. */
  public RdsRequestTask copyOnWrite(@Variable("aws") AwsScratch aws, long patience) {
    aws.notes().write(RdsResourceType.CLUSTER, aws.names().base(), ResourceNote.NOTHING);
    Settings.Aws settings = aws.settings();
    RestoreDbClusterToPointInTimeRequest.Builder request =
        RestoreDbClusterToPointInTimeRequest.builder()
            .dbClusterIdentifier(aws.names().base())
            .sourceDBClusterIdentifier(aws.source())
            .restoreType("copy-on-write")
            .useLatestRestorableTime(true)
            .deletionProtection(false)
            .copyTagsToSnapshot(false)
            .enableIAMDatabaseAuthentication(false)
            .backupRetentionPeriod(SHORTEST_RETENTION)
            .serverlessV2ScalingConfiguration(scaling(settings).orElse(null))
            .tags(aws.tags());
    settings.groups().subnet().ifPresent(request::dbSubnetGroupName);
    settings.groups().clusterParameters().ifPresent(request::dbClusterParameterGroupName);
    given(settings.groups().security()).ifPresent(request::vpcSecurityGroupIds);
    return making(aws, "cloning " + aws.source(), request.build(), patience);
  }

  /**
   * The question who shares the source's pages already. It is asked for a warning alone, so it
   * holds up no night.
   */
  public RdsRequestTask clones(@Variable("aws") AwsScratch aws) {
    String group = String.valueOf(aws.sourceCluster().cloneGroupId());
    return RdsRequestTask.optional(
        "counting the clones of " + aws.source(),
        DescribeDbClustersRequest.builder()
            .filters(Filter.builder().name("clone-group-id").values(group).build())
            .build(),
        clock.instant().plus(COUNTING));
  }

  /** From the sixteenth clone on AWS copies everything, and says nothing of it. */
  public void warnOfClones(@Variable("aws") AwsScratch aws, @Variable("call") RdsRequestTask call) {
    if (!call.isDone() || aws.sourceCluster().cloneGroupId() == null) {
      String news =
          "the clones of "
              + aws.source()
              + " could not be counted"
              + (call.words().isEmpty() ? "" : " (" + call.words() + ")")
              + "; above "
              + MOST_CLONES
              + " AWS makes a full copy";
      aws.run().log().info(news);
      aws.run().addNotification(news);
      return;
    }
    List<String> others =
        ((DescribeDbClustersResponse) call.answer())
            .dbClusters().stream()
                .map(c -> RdsResource.of(c).id())
                .filter(id -> !id.equals(aws.source()) && !id.equals(aws.names().base()))
                .toList();
    if (others.size() >= MOST_CLONES) {
      String news =
          aws.source()
              + " has "
              + others.size()
              + " clones, more than AWS makes as clones: this one is a full copy, which takes and"
              + " costs what a restore does";
      aws.run().log().info(news + "; the others are " + String.join(", ", others));
      aws.run().addNotification(news);
    }
  }

  private RdsRequestTask making(AwsScratch aws, String what, RdsRequest request, long patience) {
    String id = aws.names().base();
    return RdsRequestTask.making(
        what + " as the cluster " + id,
        request,
        clock.instant().plusMillis(patience),
        RdsResourceType.CLUSTER,
        id);
  }

  private static Optional<ServerlessV2ScalingConfiguration> scaling(Settings.Aws settings) {
    return settings
        .acu()
        .map(
            acu ->
                ServerlessV2ScalingConfiguration.builder()
                    .minCapacity(acu.least())
                    .maxCapacity(acu.most())
                    .build());
  }

  static Optional<List<String>> given(List<String> items) {
    return items.isEmpty() ? Optional.empty() : Optional.of(items);
  }

  /**
   * The password of this night: with it, production's own no longer opens the copy.
   *
   * @param patience milliseconds for which a state that passes is waited for
   */
  RdsRequestTask password(AwsScratch aws, long patience) {
    ModifyDbClusterRequest request =
        ModifyDbClusterRequest.builder()
            .dbClusterIdentifier(aws.names().base())
            .masterUserPassword(aws.password().reveal())
            .applyImmediately(true)
            .build();
    return RdsRequestTask.of(
            "setting the password of the cluster " + aws.names().base(),
            request,
            aws.passwordUntil(clock.instant().plusMillis(patience)))
        .orInstead(request.toBuilder().manageMasterUserPassword(false).build());
  }
}
