package org.apache.camel.component.aws2.rds;

import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;

/** Requests about instances, out of headers. */
final class Rds2InstanceRequests {
  private Rds2InstanceRequests() {}

  static CreateDbInstanceRequest createDBInstance(Rds2Headers headers) {
    CreateDbInstanceRequest.Builder request = CreateDbInstanceRequest.builder();
    headers.required(Rds2Constants.DB_INSTANCE_IDENTIFIER, request::dbInstanceIdentifier);
    headers.required(Rds2Constants.DB_INSTANCE_CLASS, request::dbInstanceClass);
    headers.required(Rds2Constants.ENGINE, request::engine);
    headers.text(Rds2Constants.ENGINE_VERSION, request::engineVersion);
    headers.text(Rds2Constants.DB_CLUSTER_IDENTIFIER, request::dbClusterIdentifier);
    headers.text(Rds2Constants.DB_SUBNET_GROUP_NAME, request::dbSubnetGroupName);
    headers.text(Rds2Constants.DB_PARAMETER_GROUP_NAME, request::dbParameterGroupName);
    headers.flag(Rds2Constants.PUBLICLY_ACCESSIBLE, request::publiclyAccessible);
    headers.flag(Rds2Constants.AUTO_MINOR_VERSION_UPGRADE, request::autoMinorVersionUpgrade);
    headers.tags(request::tags);
    return request.build();
  }

  static RestoreDbInstanceFromDbSnapshotRequest restoreDBInstanceFromDBSnapshot(
      Rds2Headers headers) {
    RestoreDbInstanceFromDbSnapshotRequest.Builder request =
        RestoreDbInstanceFromDbSnapshotRequest.builder();
    headers.required(Rds2Constants.DB_INSTANCE_IDENTIFIER, request::dbInstanceIdentifier);
    headers.required(Rds2Constants.DB_SNAPSHOT_IDENTIFIER, request::dbSnapshotIdentifier);
    headers.text(Rds2Constants.DB_INSTANCE_CLASS, request::dbInstanceClass);
    headers.text(Rds2Constants.ENGINE, request::engine);
    headers.text(Rds2Constants.DB_SUBNET_GROUP_NAME, request::dbSubnetGroupName);
    headers.list(Rds2Constants.VPC_SECURITY_GROUP_IDS, request::vpcSecurityGroupIds);
    headers.text(Rds2Constants.DB_PARAMETER_GROUP_NAME, request::dbParameterGroupName);
    headers.flag(Rds2Constants.PUBLICLY_ACCESSIBLE, request::publiclyAccessible);
    headers.flag(Rds2Constants.AUTO_MINOR_VERSION_UPGRADE, request::autoMinorVersionUpgrade);
    headers.flag(Rds2Constants.DELETION_PROTECTION, request::deletionProtection);
    headers.tags(request::tags);
    return request.build();
  }

  static DescribeDbInstancesRequest describeDBInstances(Rds2Headers headers) {
    DescribeDbInstancesRequest.Builder request = DescribeDbInstancesRequest.builder();
    headers.text(Rds2Constants.DB_INSTANCE_IDENTIFIER, request::dbInstanceIdentifier);
    headers.number(Rds2Constants.MAX_RECORDS, request::maxRecords);
    headers.text(Rds2Constants.MARKER, request::marker);
    return request.build();
  }

  static ModifyDbInstanceRequest modifyDBInstance(Rds2Headers headers) {
    ModifyDbInstanceRequest.Builder request = ModifyDbInstanceRequest.builder();
    headers.required(Rds2Constants.DB_INSTANCE_IDENTIFIER, request::dbInstanceIdentifier);
    headers.text(Rds2Constants.DB_INSTANCE_CLASS, request::dbInstanceClass);
    headers.text(Rds2Constants.MASTER_USER_PASSWORD, request::masterUserPassword);
    headers.flag(Rds2Constants.DELETION_PROTECTION, request::deletionProtection);
    headers.number(Rds2Constants.BACKUP_RETENTION_PERIOD, request::backupRetentionPeriod);
    headers.list(Rds2Constants.VPC_SECURITY_GROUP_IDS, request::vpcSecurityGroupIds);
    headers.flag(Rds2Constants.APPLY_IMMEDIATELY, request::applyImmediately);
    return request.build();
  }

  static DeleteDbInstanceRequest deleteDBInstance(Rds2Headers headers) {
    DeleteDbInstanceRequest.Builder request = DeleteDbInstanceRequest.builder();
    headers.required(Rds2Constants.DB_INSTANCE_IDENTIFIER, request::dbInstanceIdentifier);
    headers.flag(Rds2Constants.SKIP_FINAL_SNAPSHOT, request::skipFinalSnapshot);
    headers.text(Rds2Constants.FINAL_DB_SNAPSHOT_IDENTIFIER, request::finalDBSnapshotIdentifier);
    headers.flag(Rds2Constants.DELETE_AUTOMATED_BACKUPS, request::deleteAutomatedBackups);
    return request.build();
  }
}
