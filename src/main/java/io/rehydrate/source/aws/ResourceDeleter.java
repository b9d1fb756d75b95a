package io.rehydrate.source.aws;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;

/**
 * Removes a thing at AWS by one step at a time: each call only orders what is possible now. Whoever
 * calls looks again later, until AWS knows nothing of it any more.
 */
final class ResourceDeleter {
  private final RdsClient rds;
  private final Inventory inventory;

  ResourceDeleter(RdsClient rds, Inventory inventory) {
    this.rds = rds;
    this.inventory = inventory;
  }

  /** What becomes of a member when its cluster is removed. */
  enum Member {
    REMOVED,
    /** Its own entry of the journal decides. */
    AWAITED,
    /** It is somebody else's, and holds the cluster. */
    KEPT
  }

  /**
   * Orders what can be ordered.
   *
   * @param thing as AWS reported it just now; ours
   * @param members what to do with each instance of a cluster
   */
  RemovalStep step(RdsResource thing, Function<RdsResource, Member> members) {
    if (thing.isGoing()) {
      return RemovalStep.GOING;
    }
    try {
      return switch (thing.kind()) {
        case INSTANCE -> instance(thing);
        case CLUSTER -> cluster(thing, members);
        case CLUSTER_SNAPSHOT -> {
          rds.deleteDBClusterSnapshot(r -> r.dbClusterSnapshotIdentifier(thing.id()));
          yield RemovalStep.ORDERED;
        }
        case SNAPSHOT -> {
          rds.deleteDBSnapshot(r -> r.dbSnapshotIdentifier(thing.id()));
          yield RemovalStep.ORDERED;
        }
      };
    } catch (SdkException e) {
      return RemovalStep.failed(e);
    }
  }

  private RemovalStep instance(RdsResource thing) {
    boolean alone = thing.cluster().isEmpty();
    unprotectedly(
        alone && thing.guarded(),
        () ->
            rds.modifyDBInstance(
                r ->
                    r.dbInstanceIdentifier(thing.id())
                        .deletionProtection(false)
                        .applyImmediately(true)),
        () ->
            rds.deleteDBInstance(
                r -> {
                  r.dbInstanceIdentifier(thing.id()).skipFinalSnapshot(true);
                  if (alone) {
                    r.deleteAutomatedBackups(true);
                  }
                }));
    return RemovalStep.ORDERED;
  }

  private RemovalStep cluster(RdsResource thing, Function<RdsResource, Member> members) {
    if (thing.status().equals("stopped")) {
      rds.startDBCluster(r -> r.dbClusterIdentifier(thing.id()));
      return RemovalStep.waiting("it was stopped, and has to be started before it can be deleted");
    }
    Optional<RemovalStep> held = members(membersOf(thing), members);
    if (held.isPresent()) {
      return held.get();
    }
    try {
      delete(thing);
      return RemovalStep.ORDERED;
    } catch (SdkException e) {
      if (RdsErrorClass.of(e) != RdsErrorClass.NOT_READY) {
        throw e;
      }
      return members(unknownMembersOf(thing), members).orElse(RemovalStep.failed(e));
    }
  }

  private void delete(RdsResource thing) {
    unprotectedly(
        thing.guarded(),
        () ->
            rds.modifyDBCluster(
                r ->
                    r.dbClusterIdentifier(thing.id())
                        .deletionProtection(false)
                        .applyImmediately(true)),
        () -> rds.deleteDBCluster(r -> r.dbClusterIdentifier(thing.id()).skipFinalSnapshot(true)));
  }

  /** An answer may lack that it is protected; the refusal reports. */
  private static void unprotectedly(boolean guarded, Runnable unprotect, Runnable delete) {
    if (guarded) {
      unprotect.run();
    }
    try {
      delete.run();
    } catch (SdkException e) {
      if (guarded || !RdsErrorClass.isOfProtection(e)) {
        throw e;
      }
      unprotect.run();
      delete.run();
    }
  }

  /** Those that are ours go first; one that is not keeps the cluster, and is named. */
  private Optional<RemovalStep> members(
      List<RdsResource> all, Function<RdsResource, Member> members) {
    TreeSet<String> kept = new TreeSet<>();
    Optional<RemovalStep> late = Optional.empty();
    for (RdsResource member : all) {
      if (!member.isGoing()) {
        switch (members.apply(member)) {
          case REMOVED -> {
            RemovalStep step = step(member, members);
            late = step.isUnderWay() ? late : Optional.of(step);
          }
          case AWAITED -> late = Optional.of(RemovalStep.waiting("its " + member + " goes first"));
          case KEPT -> kept.add(member.id());
        }
      }
    }
    return kept.isEmpty() ? late : Optional.of(held(kept));
  }

  private static RemovalStep held(Set<String> kept) {
    return RemovalStep.refused(
        "it is held by " + String.join(", ", kept) + ", instances without this run's tags",
        "See who made them; delete them, or tag them as the cluster is, then run sweep");
  }

  private List<RdsResource> membersOf(RdsResource cluster) {
    return cluster.members().stream()
        .flatMap(id -> inventory.find(RdsResourceType.INSTANCE, id).stream())
        .toList();
  }

  /** AWS's description of a cluster may lack members that its list of instances has. */
  private List<RdsResource> unknownMembersOf(RdsResource cluster) {
    try {
      return inventory.membersOf(cluster.id()).stream()
          .filter(member -> !cluster.members().contains(member.id()))
          .toList();
    } catch (SdkException e) {
      return List.of();
    }
  }
}
