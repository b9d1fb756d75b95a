package org.apache.camel.component.aws2.rds;

import org.apache.camel.spi.Metadata;

/** The headers that the producer reads and sets. */
public interface Rds2Constants {
  @Metadata(
      label = "producer",
      description = "The operation to perform; it beats the endpoint's option.",
      javaType = "String")
  String OPERATION = "CamelAwsRds2Operation";

  @Metadata(
      label = "producer",
      description = "The identifier of the cluster: the one asked for, made, changed or deleted.",
      javaType = "String")
  String DB_CLUSTER_IDENTIFIER = "CamelAwsRds2DBClusterIdentifier";

  @Metadata(
      label = "producer",
      description =
          "The identifier of the cluster that a point-in-time restore or clone starts from.",
      javaType = "String")
  String SOURCE_DB_CLUSTER_IDENTIFIER = "CamelAwsRds2SourceDBClusterIdentifier";

  @Metadata(
      label = "producer",
      description = "The identifier of the instance.",
      javaType = "String")
  String DB_INSTANCE_IDENTIFIER = "CamelAwsRds2DBInstanceIdentifier";

  @Metadata(
      label = "producer",
      description = "The identifier of the cluster snapshot.",
      javaType = "String")
  String DB_CLUSTER_SNAPSHOT_IDENTIFIER = "CamelAwsRds2DBClusterSnapshotIdentifier";

  @Metadata(
      label = "producer",
      description = "The identifier of the instance snapshot.",
      javaType = "String")
  String DB_SNAPSHOT_IDENTIFIER = "CamelAwsRds2DBSnapshotIdentifier";

  @Metadata(
      label = "producer",
      description = "The identifier or ARN of the snapshot that a cluster is restored from.",
      javaType = "String")
  String SNAPSHOT_IDENTIFIER = "CamelAwsRds2SnapshotIdentifier";

  @Metadata(
      label = "producer",
      description =
          "The type of snapshots to describe: automated, manual, shared, public or awsbackup.",
      javaType = "String")
  String SNAPSHOT_TYPE = "CamelAwsRds2SnapshotType";

  @Metadata(
      label = "producer",
      description = "How a cluster is restored to a point in time: full-copy or copy-on-write.",
      javaType = "String")
  String RESTORE_TYPE = "CamelAwsRds2RestoreType";

  @Metadata(
      label = "producer",
      description = "Whether to restore to the latest restorable time.",
      javaType = "Boolean")
  String USE_LATEST_RESTORABLE_TIME = "CamelAwsRds2UseLatestRestorableTime";

  @Metadata(
      label = "producer",
      description = "The time to restore a cluster to.",
      javaType = "java.time.Instant")
  String RESTORE_TO_TIME = "CamelAwsRds2RestoreToTime";

  @Metadata(
      label = "producer",
      description = "The database engine, for example aurora-mysql.",
      javaType = "String")
  String ENGINE = "CamelAwsRds2Engine";

  @Metadata(
      label = "producer",
      description =
          "The version of the engine. RDS takes the region's default where a restore gives none.",
      javaType = "String")
  String ENGINE_VERSION = "CamelAwsRds2EngineVersion";

  @Metadata(
      label = "producer",
      description = "The class of the instance, for example db.r7g.large.",
      javaType = "String")
  String DB_INSTANCE_CLASS = "CamelAwsRds2DBInstanceClass";

  @Metadata(label = "producer", description = "The subnet group.", javaType = "String")
  String DB_SUBNET_GROUP_NAME = "CamelAwsRds2DBSubnetGroupName";

  @Metadata(
      label = "producer",
      description = "The ids of the VPC security groups.",
      javaType = "java.util.Collection<String>")
  String VPC_SECURITY_GROUP_IDS = "CamelAwsRds2VpcSecurityGroupIds";

  @Metadata(
      label = "producer",
      description = "The parameter group of the cluster.",
      javaType = "String")
  String DB_CLUSTER_PARAMETER_GROUP_NAME = "CamelAwsRds2DBClusterParameterGroupName";

  @Metadata(
      label = "producer",
      description = "The parameter group of the instance.",
      javaType = "String")
  String DB_PARAMETER_GROUP_NAME = "CamelAwsRds2DBParameterGroupName";

  @Metadata(
      label = "producer",
      description = "The new password of the master user.",
      javaType = "String",
      secret = true)
  String MASTER_USER_PASSWORD = "CamelAwsRds2MasterUserPassword";

  @Metadata(
      label = "producer",
      description =
          "Whether a modification is applied at once and not in the next maintenance window.",
      javaType = "Boolean")
  String APPLY_IMMEDIATELY = "CamelAwsRds2ApplyImmediately";

  @Metadata(
      label = "producer",
      description = "The number of days for which automated backups are kept.",
      javaType = "Integer")
  String BACKUP_RETENTION_PERIOD = "CamelAwsRds2BackupRetentionPeriod";

  @Metadata(
      label = "producer",
      description = "Whether the cluster or instance is protected from deletion.",
      javaType = "Boolean")
  String DELETION_PROTECTION = "CamelAwsRds2DeletionProtection";

  @Metadata(
      label = "producer",
      description = "Whether the instance has a public address.",
      javaType = "Boolean")
  String PUBLICLY_ACCESSIBLE = "CamelAwsRds2PubliclyAccessible";

  @Metadata(
      label = "producer",
      description = "Whether minor versions of the engine are upgraded on their own.",
      javaType = "Boolean")
  String AUTO_MINOR_VERSION_UPGRADE = "CamelAwsRds2AutoMinorVersionUpgrade";

  @Metadata(
      label = "producer",
      description = "The least capacity of a Serverless v2 cluster, in ACU.",
      javaType = "Double")
  String SERVERLESS_MIN_CAPACITY = "CamelAwsRds2ServerlessMinCapacity";

  @Metadata(
      label = "producer",
      description = "The greatest capacity of a Serverless v2 cluster, in ACU.",
      javaType = "Double")
  String SERVERLESS_MAX_CAPACITY = "CamelAwsRds2ServerlessMaxCapacity";

  @Metadata(
      label = "producer",
      description = "Whether the cluster or instance is deleted without a final snapshot.",
      javaType = "Boolean")
  String SKIP_FINAL_SNAPSHOT = "CamelAwsRds2SkipFinalSnapshot";

  @Metadata(
      label = "producer",
      description = "The identifier of the final snapshot, where one is taken.",
      javaType = "String")
  String FINAL_DB_SNAPSHOT_IDENTIFIER = "CamelAwsRds2FinalDBSnapshotIdentifier";

  @Metadata(
      label = "producer",
      description = "Whether the automated backups go with the cluster or instance.",
      javaType = "Boolean")
  String DELETE_AUTOMATED_BACKUPS = "CamelAwsRds2DeleteAutomatedBackups";

  @Metadata(
      label = "producer",
      description = "The identifier of what the events are about.",
      javaType = "String")
  String SOURCE_IDENTIFIER = "CamelAwsRds2SourceIdentifier";

  @Metadata(
      label = "producer",
      description =
          "The type of what the events are about: db-cluster, db-instance, db-cluster-snapshot, db-snapshot.",
      javaType = "String")
  String SOURCE_TYPE = "CamelAwsRds2SourceType";

  @Metadata(
      label = "producer",
      description = "The number of minutes for which events are retrieved.",
      javaType = "Integer")
  String DURATION = "CamelAwsRds2Duration";

  @Metadata(
      label = "producer",
      description = "The ARN whose tags are listed, added or removed.",
      javaType = "String")
  String RESOURCE_NAME = "CamelAwsRds2ResourceName";

  @Metadata(
      label = "producer",
      description = "The tags to give to what is made, or to add.",
      javaType = "java.util.Map<String, String>")
  String TAGS = "CamelAwsRds2Tags";

  @Metadata(
      label = "producer",
      description = "The keys of the tags to remove.",
      javaType = "java.util.Collection<String>")
  String TAG_KEYS = "CamelAwsRds2TagKeys";

  @Metadata(
      label = "producer",
      description = "The number of records of a page, 20 to 100.",
      javaType = "Integer")
  String MAX_RECORDS = "CamelAwsRds2MaxRecords";

  @Metadata(
      label = "producer",
      description = "Where a page begins; on the answer, where the next one does, if there is one.",
      javaType = "String")
  String MARKER = "CamelAwsRds2Marker";
}
