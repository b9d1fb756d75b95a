package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A cluster as the API shows it. */
final class ClusterXml {
  private ClusterXml() {}

  static Answer answer(Account account, Cluster cluster) {
    return xml -> xml.element("DBCluster", () -> write(xml, account, cluster));
  }

  static void write(Xml xml, Account account, Cluster cluster) {
    Instant now = account.now();
    ClusterOptions options = cluster.options();
    xml.text("DBClusterIdentifier", cluster.id())
        .text("DBClusterArn", cluster.arn())
        .text("DbClusterResourceId", cluster.resourceId())
        .text("Status", cluster.status(now))
        .text("Engine", cluster.engine().engine())
        .text("EngineVersion", cluster.engine().version())
        .text("EngineMode", "provisioned")
        .text("MasterUsername", cluster.masterUsername())
        .text("Endpoint", FakeRds.HOST)
        .text("ReaderEndpoint", FakeRds.HOST)
        .text("Port", cluster.network().port())
        .time("ClusterCreateTime", cluster.made())
        .time("LatestRestorableTime", now)
        .text("AllocatedStorage", 1)
        .text("MultiAZ", false)
        .text("CloneGroupId", cluster.cloneGroup())
        .tags(cluster.tags(now));
    options(xml, options);
    network(xml, cluster.network());
    members(xml, account.members(cluster));
    pending(xml, cluster.pending());
  }

  private static void options(Xml xml, ClusterOptions options) {
    xml.text("DBClusterParameterGroup", options.parameterGroup())
        .text("StorageEncrypted", options.key().isPresent())
        .text("KmsKeyId", options.key())
        .text("StorageType", options.storageType())
        .text("BackupRetentionPeriod", options.backupRetention())
        .text("DeletionProtection", options.isProtected())
        .text("IAMDatabaseAuthenticationEnabled", options.hasIamLogins())
        .text("CopyTagsToSnapshot", options.copiesTags())
        .text("EngineLifecycleSupport", options.lifecycleSupport())
        .texts("EnabledCloudwatchLogsExports", "member", options.logs())
        .list("AssociatedRoles", "DBClusterRole", List.of(), role -> {});
    options
        .scaling()
        .ifPresent(
            s ->
                xml.element(
                    "ServerlessV2ScalingConfiguration",
                    () ->
                        xml.text("MinCapacity", s.least())
                            .text("MaxCapacity", s.most())
                            .text("SecondsUntilAutoPause", s.secondsUntilPause())));
  }

  private static void network(Xml xml, Network network) {
    xml.text("DBSubnetGroup", network.subnetGroup())
        .text("NetworkType", "IPV4")
        .texts(
            "AvailabilityZones",
            "AvailabilityZone",
            Surroundings.ZONES.stream().map(z -> Arn.REGION + z).toList())
        .list(
            "VpcSecurityGroups",
            "VpcSecurityGroupMembership",
            network.securityGroups(),
            id -> xml.text("VpcSecurityGroupId", id).text("Status", "active"));
  }

  private static void members(Xml xml, List<Instance> members) {
    xml.list(
        "DBClusterMembers",
        "DBClusterMember",
        members,
        m ->
            xml.text("DBInstanceIdentifier", m.id())
                .text("IsClusterWriter", m == members.get(0))
                .text("DBClusterParameterGroupStatus", "in-sync")
                .text("PromotionTier", m.options().promotionTier()));
  }

  private static void pending(Xml xml, Optional<NewPassword> pending) {
    pending.ifPresent(
        p -> xml.element("PendingModifiedValues", () -> xml.text("MasterUserPassword", "****")));
  }
}
