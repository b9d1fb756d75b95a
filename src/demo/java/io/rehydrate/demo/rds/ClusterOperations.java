package io.rehydrate.demo.rds;

import io.rehydrate.settings.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists, changes, stops, starts and deletes clusters. */
final class ClusterOperations {
  private static final String ID = "DBClusterIdentifier";

  /** Broken beyond use, and still to be deleted. */
  private static final Set<String> BROKEN =
      Set.of(
          "failed",
          "cloning-failed",
          "migration-failed",
          "restore-failed",
          "incompatible-restore",
          "incompatible-parameters",
          "incompatible-network",
          "inaccessible-encryption-credentials",
          "inaccessible-encryption-credentials-recoverable");

  private final Account account;
  private final SnapshotOperations snapshots;

  ClusterOperations(Account account, SnapshotOperations snapshots) {
    this.account = account;
    this.snapshots = snapshots;
  }

  Answer describe(Parameters p) {
    Instant now = account.now();
    List<Cluster> found =
        p.text(ID)
            .map(id -> List.of(account.clusters().require(id, now)))
            .orElseGet(() -> account.clusters().seen(now));
    Filters<Cluster> filters =
        new Filters<>(
            Map.of(
                "clone-group-id",
                Cluster::cloneGroup,
                "db-cluster-id",
                Resource::id,
                "db-cluster-resource-id",
                Resource::resourceId,
                "engine",
                c -> c.engine().engine()));
    return Page.of(p, filters.apply(p, found), Resource::id)
        .answer("DBClusters", "DBCluster", c -> xml -> ClusterXml.write(xml, account, c));
  }

  Answer modify(Parameters p) {
    Cluster cluster = required(p);
    NewPassword.refuseManaged(p);
    Optional<Secret> password = p.text("MasterUserPassword").map(NewPassword::checked);
    ClusterOptions options =
        cluster.options().changedBy(p, account.surroundings(), cluster.engine());
    Network network =
        account
            .surroundings()
            .securityGroups(p)
            .map(cluster.network()::withSecurityGroups)
            .orElse(cluster.network());
    requireAvailable(cluster);
    cluster.change(network, options);
    if (password.isPresent()) {
      Instant from = Instant.MAX;
      if (p.flag("ApplyImmediately")) {
        cluster.begin(account.begin(Step.NEW_PASSWORD));
        from = cluster.life().settlesAt();
      }
      cluster.ask(Optional.of(new NewPassword(password.get(), from)));
    }
    return ClusterXml.answer(account, cluster);
  }

  private Cluster required(Parameters p) {
    return account.clusters().require(p.required(ID), account.now());
  }

  private void requireAvailable(Cluster cluster) {
    if (!cluster.isAvailable(account.now())) {
      throw Kind.CLUSTER.badState(
          "DbCluster %s is not currently in the available state: %s"
              .formatted(cluster.id(), cluster.status(account.now())));
    }
  }

  Answer delete(Parameters p) {
    Cluster cluster = required(p);
    Optional<String> finalSnapshot = FinalSnapshot.wanted(p, Identifier.LONGEST_SNAPSHOT);
    Instant now = account.now();
    if (cluster.isDeleting(now)) {
      throw Kind.CLUSTER.badState("DbCluster " + cluster.id() + " is already being deleted.");
    }
    if (cluster.options().isProtected()) {
      throw ApiError.badCombination(
          "Cannot delete protected Cluster, please disable deletion protection and try again.");
    }
    if (!account.members(cluster).stream().allMatch(i -> i.isDeleting(now))) {
      throw Kind.CLUSTER.badState(
          "Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
    }
    if (!BROKEN.contains(cluster.status(now))) {
      requireAvailable(cluster);
    }
    finalSnapshot.ifPresent(
        id -> {
          account.snapshots(Kind.CLUSTER_SNAPSHOT).requireFree(id);
          snapshots.take(id, cluster.origin(), cluster.volume(), Map.of());
        });
    cluster.begin(account.begin(Step.DELETE_CLUSTER));
    return ClusterXml.answer(account, cluster);
  }

  Answer stop(Parameters p) {
    Cluster cluster = required(p);
    requireAvailable(cluster);
    account.members(cluster).forEach(i -> i.begin(account.begin(Step.STOP)));
    account.members(cluster).forEach(i -> account.work().begin(cluster.volume()::stop));
    cluster.begin(account.begin(Step.STOP));
    return ClusterXml.answer(account, cluster);
  }

  Answer start(Parameters p) {
    Cluster cluster = required(p);
    if (!cluster.status(account.now()).equals("stopped")) {
      throw Kind.CLUSTER.badState(
          "DbCluster %s is in %s state, not stopped."
              .formatted(cluster.id(), cluster.status(account.now())));
    }
    account
        .members(cluster)
        .forEach(
            i -> {
              i.begin(account.begin(Step.START));
              account.open(i);
            });
    cluster.begin(account.begin(Step.START));
    return ClusterXml.answer(account, cluster);
  }
}
