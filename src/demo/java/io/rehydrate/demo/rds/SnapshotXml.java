package io.rehydrate.demo.rds;

import java.time.Instant;

/** A snapshot as the API shows it. */
final class SnapshotXml {
  private static final int GIBIBYTES = 20;
  private static final long SIZE = 3L << 30;

  private SnapshotXml() {}

  static void write(Xml xml, Snapshot snapshot, Instant now) {
    Origin origin = snapshot.origin();
    xml.time("SnapshotCreateTime", snapshot.made())
        .text("Engine", origin.engine().engine())
        .text("EngineVersion", origin.engine().version())
        .text("Status", snapshot.status(now))
        .text("Port", origin.port())
        .text("VpcId", Surroundings.VPC)
        .text("MasterUsername", origin.masterUsername())
        .text("LicenseModel", "general-public-license")
        .text("SnapshotType", snapshot.type())
        .text("PercentProgress", snapshot.percent(now))
        .text("BackupRetentionPeriod", origin.backupRetention())
        .text("KmsKeyId", origin.key())
        .text("IAMDatabaseAuthenticationEnabled", false)
        .tags(snapshot.tags(now));
    if (snapshot.kind() == Kind.CLUSTER_SNAPSHOT) {
      cluster(xml, snapshot, origin);
    } else {
      instance(xml, snapshot, origin);
    }
  }

  private static void cluster(Xml xml, Snapshot snapshot, Origin origin) {
    xml.text("DBClusterSnapshotIdentifier", snapshot.id())
        .text("DBClusterIdentifier", origin.id())
        .text("DBClusterSnapshotArn", snapshot.arn())
        .text("DbClusterResourceId", origin.resourceId())
        .text("AllocatedStorage", 1)
        .text("EngineMode", "provisioned")
        .text("StorageType", "aurora")
        .text("StorageEncrypted", origin.key().isPresent())
        .time("ClusterCreateTime", origin.made())
        .texts(
            "AvailabilityZones",
            "AvailabilityZone",
            Surroundings.ZONES.stream().map(z -> Arn.REGION + z).toList());
  }

  private static void instance(Xml xml, Snapshot snapshot, Origin origin) {
    xml.text("DBSnapshotIdentifier", snapshot.id())
        .text("DBInstanceIdentifier", origin.id())
        .text("DBSnapshotArn", snapshot.arn())
        .text("DbiResourceId", origin.resourceId())
        .text("AllocatedStorage", GIBIBYTES)
        .text("FullSnapshotSizeInBytes", SIZE)
        .text("StorageType", "gp3")
        .text("Encrypted", origin.key().isPresent())
        .text("AvailabilityZone", Arn.REGION + "a")
        .time("InstanceCreateTime", origin.made());
  }
}
