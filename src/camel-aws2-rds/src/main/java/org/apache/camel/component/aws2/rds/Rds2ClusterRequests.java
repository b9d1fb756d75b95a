package org.apache.camel.component.aws2.rds;

import java.time.Instant;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfiguration;
import software.amazon.awssdk.services.rds.model.StartDbClusterRequest;

/** Requests about clusters, out of headers. */
final class Rds2ClusterRequests {
  private Rds2ClusterRequests() {}

  static RestoreDbClusterFromSnapshotRequest restoreDBClusterFromSnapshot(Rds2Headers headers) {
    RestoreDbClusterFromSnapshotRequest.Builder request =
        RestoreDbClusterFromSnapshotRequest.builder();
    headers.required(Rds2Constants.DB_CLUSTER_IDENTIFIER, request::dbClusterIdentifier);
    headers.required(Rds2Constants.SNAPSHOT_IDENTIFIER, request::snapshotIdentifier);
    headers.required(Rds2Constants.ENGINE, request::engine);
    headers.text(Rds2Constants.ENGINE_VERSION, request::engineVersion);
    headers.text(Rds2Constants.DB_SUBNET_GROUP_NAME, request::dbSubnetGroupName);
    headers.list(Rds2Constants.VPC_SECURITY_GROUP_IDS, request::vpcSecurityGroupIds);
    headers.text(
        Rds2Constants.DB_CLUSTER_PARAMETER_GROUP_NAME, request::dbClusterParameterGroupName);
    headers.flag(Rds2Constants.PUBLICLY_ACCESSIBLE, request::publiclyAccessible);
    headers.flag(Rds2Constants.DELETION_PROTECTION, request::deletionProtection);
    headers.number(Rds2Constants.BACKUP_RETENTION_PERIOD, request::backupRetentionPeriod);
    request.serverlessV2ScalingConfiguration(scaling(headers));
    headers.tags(request::tags);
    return request.build();
  }

  static RestoreDbClusterToPointInTimeRequest restoreDBClusterToPointInTime(Rds2Headers headers) {
    RestoreDbClusterToPointInTimeRequest.Builder request =
        RestoreDbClusterToPointInTimeRequest.builder();
    headers.required(Rds2Constants.DB_CLUSTER_IDENTIFIER, request::dbClusterIdentifier);
    headers.required(
        Rds2Constants.SOURCE_DB_CLUSTER_IDENTIFIER, request::sourceDBClusterIdentifier);
    headers.text(Rds2Constants.RESTORE_TYPE, request::restoreType);
    headers.flag(Rds2Constants.USE_LATEST_RESTORABLE_TIME, request::useLatestRestorableTime);
    headers.give(Rds2Constants.RESTORE_TO_TIME, Instant.class, request::restoreToTime);
    headers.text(Rds2Constants.DB_SUBNET_GROUP_NAME, request::dbSubnetGroupName);
    headers.list(Rds2Constants.VPC_SECURITY_GROUP_IDS, request::vpcSecurityGroupIds);
    headers.text(
        Rds2Constants.DB_CLUSTER_PARAMETER_GROUP_NAME, request::dbClusterParameterGroupName);
    headers.flag(Rds2Constants.PUBLICLY_ACCESSIBLE, request::publiclyAccessible);
    headers.flag(Rds2Constants.DELETION_PROTECTION, request::deletionProtection);
    headers.number(Rds2Constants.BACKUP_RETENTION_PERIOD, request::backupRetentionPeriod);
    request.serverlessV2ScalingConfiguration(scaling(headers));
    headers.tags(request::tags);
    return request.build();
  }

  static DescribeDbClustersRequest describeDBClusters(Rds2Headers headers) {
    DescribeDbClustersRequest.Builder request = DescribeDbClustersRequest.builder();
    headers.text(Rds2Constants.DB_CLUSTER_IDENTIFIER, request::dbClusterIdentifier);
    headers.number(Rds2Constants.MAX_RECORDS, request::maxRecords);
    headers.text(Rds2Constants.MARKER, request::marker);
    return request.build();
  }

  static ModifyDbClusterRequest modifyDBCluster(Rds2Headers headers) {
    ModifyDbClusterRequest.Builder request = ModifyDbClusterRequest.builder();
    headers.required(Rds2Constants.DB_CLUSTER_IDENTIFIER, request::dbClusterIdentifier);
    headers.text(Rds2Constants.MASTER_USER_PASSWORD, request::masterUserPassword);
    headers.flag(Rds2Constants.DELETION_PROTECTION, request::deletionProtection);
    headers.number(Rds2Constants.BACKUP_RETENTION_PERIOD, request::backupRetentionPeriod);
    headers.list(Rds2Constants.VPC_SECURITY_GROUP_IDS, request::vpcSecurityGroupIds);
    headers.flag(Rds2Constants.APPLY_IMMEDIATELY, request::applyImmediately);
    request.serverlessV2ScalingConfiguration(scaling(headers));
    return request.build();
  }

  static StartDbClusterRequest startDBCluster(Rds2Headers headers) {
    StartDbClusterRequest.Builder request = StartDbClusterRequest.builder();
    headers.required(Rds2Constants.DB_CLUSTER_IDENTIFIER, request::dbClusterIdentifier);
    return request.build();
  }

  static DeleteDbClusterRequest deleteDBCluster(Rds2Headers headers) {
    DeleteDbClusterRequest.Builder request = DeleteDbClusterRequest.builder();
    headers.required(Rds2Constants.DB_CLUSTER_IDENTIFIER, request::dbClusterIdentifier);
    headers.flag(Rds2Constants.SKIP_FINAL_SNAPSHOT, request::skipFinalSnapshot);
    headers.text(Rds2Constants.FINAL_DB_SNAPSHOT_IDENTIFIER, request::finalDBSnapshotIdentifier);
    headers.flag(Rds2Constants.DELETE_AUTOMATED_BACKUPS, request::deleteAutomatedBackups);
    return request.build();
  }

  /** Null where no capacity is given: the SDK then leaves the member out. */
  private static ServerlessV2ScalingConfiguration scaling(Rds2Headers headers) {
    ServerlessV2ScalingConfiguration.Builder scaling = ServerlessV2ScalingConfiguration.builder();
    headers.give(Rds2Constants.SERVERLESS_MIN_CAPACITY, Double.class, scaling::minCapacity);
    headers.give(Rds2Constants.SERVERLESS_MAX_CAPACITY, Double.class, scaling::maxCapacity);
    ServerlessV2ScalingConfiguration made = scaling.build();
    return made.minCapacity() == null && made.maxCapacity() == null ? null : made;
  }
}
