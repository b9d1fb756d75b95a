package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.List;

/** An instance as the API shows it. */
final class InstanceXml {
  private static final int GIBIBYTES = 20;

  private InstanceXml() {}

  static Answer answer(Account account, Instance instance) {
    return xml -> xml.element("DBInstance", () -> write(xml, account, instance));
  }

  static void write(Xml xml, Account account, Instance instance) {
    Instant now = account.now();
    String status = instance.status(now);
    xml.text("DBInstanceIdentifier", instance.id())
        .text("DBInstanceArn", instance.arn())
        .text("DbiResourceId", instance.resourceId())
        .text("DBInstanceStatus", status)
        .text("Engine", instance.engine().engine())
        .text("EngineVersion", instance.engine().version())
        .text("LicenseModel", "general-public-license")
        .text("MasterUsername", instance.masterUsername())
        .text("DBClusterIdentifier", instance.cluster())
        .text("DbInstancePort", 0)
        .time("InstanceCreateTime", instance.made())
        .text("AllocatedStorage", instance.cluster().isPresent() ? 1 : GIBIBYTES)
        .text("StorageType", instance.cluster().isPresent() ? "aurora" : "gp3")
        .text("MonitoringInterval", 0)
        .text("MultiAZ", false)
        .tags(instance.tags(now));
    if (!status.equals("creating")) {
      xml.element(
          "Endpoint",
          () -> xml.text("Address", FakeRds.HOST).text("Port", instance.network().port()));
    }
    options(xml, instance.options());
    network(xml, instance);
    pending(xml, instance);
  }

  private static void options(Xml xml, InstanceOptions options) {
    xml.text("DBInstanceClass", options.instanceClass())
        .text("AvailabilityZone", options.zone())
        .text("AutoMinorVersionUpgrade", options.upgradesItself())
        .text("PubliclyAccessible", options.isPublic())
        .text("PromotionTier", options.promotionTier())
        .text("BackupRetentionPeriod", options.backupRetention())
        .text("DeletionProtection", options.isProtected())
        .text("CopyTagsToSnapshot", options.copiesTags())
        .text("CACertificateIdentifier", options.certificate())
        .list(
            "DBParameterGroups",
            "DBParameterGroup",
            List.of(options.parameterGroup()),
            name -> xml.text("DBParameterGroupName", name).text("ParameterApplyStatus", "in-sync"));
  }

  private static void network(Xml xml, Instance instance) {
    Network network = instance.network();
    xml.element("DBSubnetGroup", () -> GroupDescriptions.subnetGroup(xml, network.subnetGroup()))
        .list(
            "VpcSecurityGroups",
            "VpcSecurityGroupMembership",
            network.securityGroups(),
            id -> xml.text("VpcSecurityGroupId", id).text("Status", "active"));
  }

  private static void pending(Xml xml, Instance instance) {
    xml.element(
        "PendingModifiedValues",
        () -> instance.pending().ifPresent(p -> xml.text("MasterUserPassword", "****")));
  }
}
