package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Makes instances: in a cluster, or of a snapshot. */
final class InstanceCreation {
  private final Account account;

  InstanceCreation(Account account) {
    this.account = account;
  }

  Answer inCluster(Parameters p) {
    String id = newId(p);
    if (!p.required("Engine").equals(EngineVersion.AURORA)) {
      throw ApiError.notSimulated("A new instance of engine " + p.required("Engine"));
    }
    Optional<String> clusterId = p.text("DBClusterIdentifier");
    if (clusterId.isEmpty()) {
      throw ApiError.badCombination(
          "Aurora instances need a DBClusterIdentifier: they are members of a cluster.");
    }
    Instant now = account.now();
    Cluster cluster = account.clusters().require(clusterId.get(), now);
    account.instances().requireFree(id);
    InstanceOperations.refuseClusterLevel(p, true);
    checkAgainst(cluster, p);
    if (!cluster.isAvailable(now)) {
      throw Kind.CLUSTER.badState(
          "DbCluster %s is not currently in the available state: %s"
              .formatted(cluster.id(), cluster.status(now)));
    }
    String instanceClass = p.required("DBInstanceClass");
    if (instanceClass.equals(Catalogue.SERVERLESS) && cluster.options().scaling().isEmpty()) {
      throw Kind.CLUSTER.badState(
          "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.");
    }
    InstanceOptions options =
        InstanceOptions.byDefault(
                cluster.engine(), instanceClass, cluster.options().backupRetention())
            .changedBy(p, account.surroundings(), cluster.engine());
    Map<String, String> tags = p.tags();
    account.requireRoom(Kind.INSTANCE);
    Instance instance =
        new Instance(
            id,
            tags,
            account.begin(Step.AURORA_INSTANCE),
            cluster.engine(),
            cluster.masterUsername(),
            cluster.volume(),
            cluster.network(),
            options,
            Optional.of(cluster.id()));
    return take(instance);
  }

  private static void checkAgainst(Cluster cluster, Parameters p) {
    Optional<String> version = p.text("EngineVersion");
    if (version.filter(v -> !v.equals(cluster.engine().version())).isPresent()) {
      throw ApiError.badCombination(
          "The engine version that you requested for your DB instance (%s) does not match the engine version of your DB cluster (%s)."
              .formatted(version.get(), cluster.engine().version()));
    }
    Optional<String> subnets = p.text("DBSubnetGroupName");
    if (subnets.filter(s -> !s.equalsIgnoreCase(cluster.network().subnetGroup())).isPresent()) {
      throw ApiError.badCombination(
          "The DB subnet group %s isn't that of the DB cluster: %s."
              .formatted(subnets.get(), cluster.network().subnetGroup()));
    }
    if (p.number("MonitoringInterval").filter(seconds -> seconds != 0).isPresent()) {
      throw ApiError.badCombination(
          "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.");
    }
  }

  Answer fromSnapshot(Parameters p) {
    String id = newId(p);
    Instant now = account.now();
    Snapshot snapshot =
        account.snapshots(Kind.SNAPSHOT).require(p.required("DBSnapshotIdentifier"), now);
    account.instances().requireFree(id);
    if (!snapshot.isAvailable(now)) {
      throw Kind.SNAPSHOT.badState(
          "The snapshot %s is in %s state and can't be restored."
              .formatted(snapshot.id(), snapshot.status(now)));
    }
    Origin origin = snapshot.origin();
    if (p.text("Engine").filter(e -> !e.equals(origin.engine().engine())).isPresent()) {
      throw ApiError.badCombination(
          "The snapshot's engine is %s.".formatted(origin.engine().engine()));
    }
    InstanceOptions options =
        InstanceOptions.byDefault(origin.engine(), "db.t4g.medium", origin.backupRetention())
            .changedBy(p, account.surroundings(), origin.engine());
    Map<String, String> tags = p.tags();
    Volume volume = account.storage().empty();
    Network network = Network.read(p, account.surroundings(), volume.port());
    account.requireRoom(Kind.INSTANCE);
    account.work().begin(() -> snapshot.volume().copyTo(volume));
    return take(
        new Instance(
            id,
            tags.isEmpty() ? origin.tags() : tags,
            account.begin(Step.RDS_INSTANCE),
            origin.engine(),
            origin.masterUsername(),
            volume,
            network,
            options,
            Optional.empty()));
  }

  private static String newId(Parameters p) {
    return Identifier.ofNew(
        "DBInstanceIdentifier", p.required("DBInstanceIdentifier"), Identifier.LONGEST);
  }

  private Answer take(Instance instance) {
    account.open(instance);
    account.made(account.instances(), instance);
    return InstanceXml.answer(account, instance);
  }
}
