package io.rehydrate.demo.rds;

import io.rehydrate.settings.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists, changes and deletes instances. */
final class InstanceOperations {
  private static final String ID = "DBInstanceIdentifier";

  /** Only to be deleted without a last snapshot. */
  private static final Set<String> FAILED =
      Set.of("failed", "incompatible-restore", "incompatible-network");

  private static final Set<String> USABLE = Set.of(Resource.AVAILABLE, "storage-optimization");

  /** Neither whole nor under way: to be deleted, however. */
  private static final Set<String> BROKEN =
      Set.of(
          "incompatible-create",
          "incompatible-credentials",
          "incompatible-option-group",
          "incompatible-parameters",
          "insufficient-capacity",
          "restore-error",
          "inaccessible-encryption-credentials",
          "inaccessible-encryption-credentials-recoverable",
          "modify-failed",
          "upgrade-failed",
          "storage-full");

  private final Account account;
  private final SnapshotOperations snapshots;

  InstanceOperations(Account account, SnapshotOperations snapshots) {
    this.account = account;
    this.snapshots = snapshots;
  }

  Answer describe(Parameters p) {
    Instant now = account.now();
    List<Instance> found =
        p.text(ID)
            .map(id -> List.of(account.instances().require(id, now)))
            .orElseGet(() -> account.instances().seen(now));
    Filters<Instance> filters =
        new Filters<>(
            Map.of(
                "db-cluster-id",
                i -> i.cluster().orElse(""),
                "db-instance-id",
                Resource::id,
                "dbi-resource-id",
                Resource::resourceId,
                "engine",
                i -> i.engine().engine()));
    return Page.of(p, filters.apply(p, found), Resource::id)
        .answer("DBInstances", "DBInstance", i -> xml -> InstanceXml.write(xml, account, i));
  }

  Answer modify(Parameters p) {
    Instance instance = required(p);
    refuseClusterLevel(p, instance.cluster().isPresent());
    NewPassword.refuseManaged(p);
    Optional<Secret> password = p.text("MasterUserPassword").map(NewPassword::checked);
    InstanceOptions options =
        instance.options().changedBy(p, account.surroundings(), instance.engine());
    Network network =
        account
            .surroundings()
            .securityGroups(p)
            .map(instance.network()::withSecurityGroups)
            .orElse(instance.network());
    Instant now = account.now();
    if (!USABLE.contains(instance.status(now))) {
      throw Kind.INSTANCE.badState(
          "Database instance %s is not in available state: %s"
              .formatted(instance.id(), instance.status(now)));
    }
    boolean reboots = !options.instanceClass().equals(instance.options().instanceClass());
    if (reboots && !p.flag("ApplyImmediately")) {
      throw ApiError.notSimulated("A change in the next maintenance window");
    }
    instance.change(network, options);
    if (password.isPresent()) {
      instance.begin(account.begin(Step.NEW_PASSWORD));
      instance.ask(Optional.of(new NewPassword(password.get(), instance.life().settlesAt())));
    } else if (p.flag("ApplyImmediately")) {
      instance.begin(account.begin(Step.CHANGE));
    }
    return InstanceXml.answer(account, instance);
  }

  static void refuseClusterLevel(Parameters p, boolean isMember) {
    if (isMember && !p.clusterLevel().isEmpty()) {
      throw ApiError.badCombination(
          "The requested DB Instance will be a member of a DB Cluster. Set "
              + String.join(", ", p.clusterLevel())
              + " for the DB Cluster.");
    }
  }

  private Instance required(Parameters p) {
    return account.instances().require(p.required(ID), account.now());
  }

  Answer delete(Parameters p) {
    Instance instance = required(p);
    Optional<Cluster> cluster = instance.cluster().flatMap(account.clusters()::find);
    String status = instance.status(account.now());
    if (instance.isDeleting(account.now())) {
      throw Kind.INSTANCE.badState("Instance " + instance.id() + " is already being deleted.");
    }
    Optional<String> finalSnapshot = finalSnapshot(p, cluster.isPresent(), status);
    if (instance.options().isProtected()) {
      throw ApiError.badCombination(
          "Cannot delete protected DB Instance, please disable deletion protection and try again.");
    }
    if (!USABLE.contains(status) && !FAILED.contains(status) && !BROKEN.contains(status)) {
      throw Kind.INSTANCE.badState(
          "Instance %s is currently %s - try again later.".formatted(instance.id(), status));
    }
    finalSnapshot.ifPresent(
        id -> {
          account.snapshots(Kind.SNAPSHOT).requireFree(id);
          snapshots.take(id, instance.origin(), instance.volume(), Map.of());
        });
    instance.begin(account.begin(Step.DELETE_INSTANCE));
    account.work().begin(instance.volume()::stop);
    return InstanceXml.answer(account, instance);
  }

  /** Of a member the cluster's own deletion takes one, if any does. */
  private static Optional<String> finalSnapshot(Parameters p, boolean isMember, String status) {
    if (isMember) {
      if (p.has("FinalDBSnapshotIdentifier")) {
        throw ApiError.badCombination(
            "FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance.");
      }
      return Optional.empty();
    }
    if (FAILED.contains(status) && !p.flag("SkipFinalSnapshot")) {
      throw Kind.INSTANCE.badState(
          "An instance in %s state can be deleted only with SkipFinalSnapshot.".formatted(status));
    }
    return FinalSnapshot.wanted(p, Identifier.LONGEST_SNAPSHOT);
  }
}
