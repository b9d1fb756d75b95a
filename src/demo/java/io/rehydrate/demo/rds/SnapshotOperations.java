package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes, lists and deletes snapshots: those of clusters, or those of instances. */
final class SnapshotOperations {
  private static final List<String> TYPES =
      List.of(Snapshot.MANUAL, Snapshot.AUTOMATED, "shared", "public", "awsbackup");

  private final Account account;
  private final Kind kind;
  private final Kind source;
  private final int longestId;

  private SnapshotOperations(Account account, Kind kind, Kind source, int longestId) {
    this.account = account;
    this.kind = kind;
    this.source = source;
    this.longestId = longestId;
  }

  static SnapshotOperations ofClusters(Account account) {
    return new SnapshotOperations(account, Kind.CLUSTER_SNAPSHOT, Kind.CLUSTER, Identifier.LONGEST);
  }

  static SnapshotOperations ofInstances(Account account) {
    return new SnapshotOperations(
        account, Kind.SNAPSHOT, Kind.INSTANCE, Identifier.LONGEST_SNAPSHOT);
  }

  private String ownId() {
    return kind.element() + "Identifier";
  }

  private String sourceId() {
    return source.element() + "Identifier";
  }

  Answer create(Parameters p) {
    String id = Identifier.ofNew(ownId(), p.required(ownId()), longestId);
    Map<String, String> tags = p.tags();
    String of = p.required(sourceId());
    Snapshot made =
        kind == Kind.CLUSTER_SNAPSHOT ? ofCluster(id, of, tags) : ofInstance(id, of, tags);
    return xml -> xml.element(kind.element(), () -> SnapshotXml.write(xml, made, account.now()));
  }

  private Snapshot ofCluster(String id, String of, Map<String, String> tags) {
    Cluster cluster = account.clusters().require(of, account.now());
    account.snapshots(kind).requireFree(id);
    if (!cluster.isAvailable(account.now())) {
      throw source.badState(
          "Cluster %s is in %s state; it must be in the available state."
              .formatted(cluster.id(), cluster.status(account.now())));
    }
    return take(id, cluster.origin(), cluster.volume(), tags);
  }

  private Snapshot ofInstance(String id, String of, Map<String, String> tags) {
    Instance instance = account.instances().require(of, account.now());
    account.snapshots(kind).requireFree(id);
    if (instance.cluster().isPresent()) {
      throw ApiError.badValue(
          "The specified instance is a member of a cluster and a snapshot cannot be created directly. Please use the CreateDBClusterSnapshot API instead.");
    }
    if (!List.of(Resource.AVAILABLE, "storage-optimization")
        .contains(instance.status(account.now()))) {
      throw source.badState(
          "Instance %s is in %s state and not available."
              .formatted(instance.id(), instance.status(account.now())));
    }
    return take(id, instance.origin(), instance.volume(), tags);
  }

  /** Takes a manual snapshot, whatever the source's state. */
  Snapshot take(String id, Origin origin, Volume volume, Map<String, String> tags) {
    account.requireRoom(kind);
    Map<String, String> all = new LinkedHashMap<>(origin.tags());
    all.putAll(tags);
    return account.made(
        account.snapshots(kind),
        new Snapshot(
            kind,
            id,
            source == Kind.CLUSTER ? all : tags,
            account.begin(Step.SNAPSHOT),
            origin,
            Snapshot.MANUAL,
            account.copyNow(volume)));
  }

  /** A snapshot that the service itself took at some time; what it holds is what there is now. */
  void takeAutomated(Origin origin, Volume volume, Instant at) {
    String id =
        "rds:"
            + origin.id()
            + at.toString().replaceAll("(\\d+-\\d+-\\d+)T(\\d+):(\\d+).*", "-$1-$2-$3");
    Snapshot snapshot =
        new Snapshot(
            kind,
            id,
            Map.of(),
            Course.staying(Resource.AVAILABLE).from(at),
            origin,
            Snapshot.AUTOMATED,
            account.copyNow(volume));
    snapshot.waitFor(CompletableFuture.completedFuture(null));
    account.snapshots(kind).put(snapshot);
  }

  Answer describe(Parameters p) {
    Optional<String> id = p.text(ownId());
    Optional<String> of = p.text(sourceId());
    Optional<String> type = p.text("SnapshotType");
    if (kind == Kind.CLUSTER_SNAPSHOT && id.isPresent() && of.isPresent()) {
      throw ApiError.badCombination(
          "DBClusterIdentifier can't be used with DBClusterSnapshotIdentifier.");
    }
    if (type.filter(t -> !TYPES.contains(t)).isPresent()) {
      throw ApiError.badValue("Invalid snapshot type: " + type.get());
    }
    if (id.isPresent() && id.get().startsWith("rds:") && type.isEmpty()) {
      throw ApiError.badCombination(
          "SnapshotType must be specified for the automated snapshot " + id.get());
    }
    List<Snapshot> found =
        id
            .map(i -> List.of(account.snapshots(kind).require(i, account.now())))
            .orElseGet(() -> account.snapshots(kind).seen(account.now()))
            .stream()
            .filter(s -> of.map(Identifier::known).map(s.origin().id()::equals).orElse(true))
            .filter(s -> type.map(s.type()::equals).orElse(true))
            .filter(
                s ->
                    p.text(kind == Kind.CLUSTER_SNAPSHOT ? "DbClusterResourceId" : "DbiResourceId")
                        .map(s.origin().resourceId()::equals)
                        .orElse(true))
            .toList();
    if (id.isPresent() && found.isEmpty()) {
      throw kind.notFound(id.get());
    }
    return Page.of(p, filters().apply(p, found), Resource::id)
        .answer(
            kind.element() + "s",
            kind.element(),
            s -> xml -> SnapshotXml.write(xml, s, account.now()));
  }

  private Filters<Snapshot> filters() {
    String of = source == Kind.CLUSTER ? "db-cluster" : "db-instance";
    String own = kind == Kind.CLUSTER_SNAPSHOT ? "db-cluster-snapshot" : "db-snapshot";
    return new Filters<>(
        Map.of(
            of + "-id",
            s -> s.origin().id(),
            own + "-id",
            Resource::id,
            "snapshot-type",
            Snapshot::type,
            "engine",
            s -> s.origin().engine().engine()));
  }

  Answer delete(Parameters p) {
    Instant now = account.now();
    Snapshot snapshot = account.snapshots(kind).require(p.required(ownId()), now);
    if (!snapshot.isManual()) {
      throw kind.badState("Only manual snapshots may be deleted.");
    }
    if (!List.of(Resource.AVAILABLE, "failed").contains(snapshot.status(now))) {
      throw kind.badState(
          "Snapshot %s is in %s state and cannot be deleted."
              .formatted(snapshot.id(), snapshot.status(now)));
    }
    snapshot.begin(account.begin(Step.DELETE_SNAPSHOT));
    return xml -> xml.element(kind.element(), () -> SnapshotXml.write(xml, snapshot, now));
  }
}
