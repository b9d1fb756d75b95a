package io.rehydrate.source.aws;

import java.util.List;
import software.amazon.awssdk.services.rds.RdsClient;

/**
 * Removes a thing at AWS by one step at a time: each call only orders what is possible now. Whoever
 * calls looks again later, until AWS knows nothing of it any more.
 */
final class Remover {
  private final RdsClient rds;
  private final Inventory inventory;

  Remover(RdsClient rds, Inventory inventory) {
    this.rds = rds;
    this.inventory = inventory;
  }

  /**
   * Orders what can be ordered. The SDK's exception comes through where AWS refuses.
   *
   * @param thing as AWS told of it just now; ours
   */
  void step(Thing thing) {
    if (isGoing(thing)) {
      return;
    }
    switch (thing.kind()) {
      case INSTANCE -> instance(thing);
      case CLUSTER -> cluster(thing);
      case CLUSTER_SNAPSHOT ->
          rds.deleteDBClusterSnapshot(r -> r.dbClusterSnapshotIdentifier(thing.id()));
      case SNAPSHOT -> rds.deleteDBSnapshot(r -> r.dbSnapshotIdentifier(thing.id()));
    }
  }

  static boolean isGoing(Thing thing) {
    return thing.status().startsWith("delet");
  }

  private void instance(Thing thing) {
    boolean alone = thing.cluster().isEmpty();
    if (alone && thing.guarded()) {
      rds.modifyDBInstance(
          r -> r.dbInstanceIdentifier(thing.id()).deletionProtection(false).applyImmediately(true));
    }
    rds.deleteDBInstance(
        r -> {
          r.dbInstanceIdentifier(thing.id()).skipFinalSnapshot(true);
          if (alone) {
            r.deleteAutomatedBackups(true);
          }
        });
  }

  /** A member that an autoscaling made keeps a cluster as well: all members go. */
  private void cluster(Thing thing) {
    if (thing.status().equals("stopped")) {
      rds.startDBCluster(r -> r.dbClusterIdentifier(thing.id()));
      return;
    }
    if (thing.guarded()) {
      rds.modifyDBCluster(
          r -> r.dbClusterIdentifier(thing.id()).deletionProtection(false).applyImmediately(true));
    }
    List<String> members = thing.members();
    for (String member : members) {
      inventory.find(ThingKind.INSTANCE, member).ifPresent(this::step);
    }
    rds.deleteDBCluster(r -> r.dbClusterIdentifier(thing.id()).skipFinalSnapshot(true));
  }
}
