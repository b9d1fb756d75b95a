package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Makes clusters: of a snapshot, or as a copy or a clone of another cluster. */
final class ClusterRestores {
  private static final String COPY_ON_WRITE = "copy-on-write";
  private static final String FULL_COPY = "full-copy";

  /** From the next on a clone is a full copy. */
  private static final int MOST_CLONES = 15;

  private final Account account;

  ClusterRestores(Account account) {
    this.account = account;
  }

  Answer fromSnapshot(Parameters p) {
    String id = newId(p);
    Instant now = account.now();
    Snapshot snapshot =
        account.snapshots(Kind.CLUSTER_SNAPSHOT).require(p.required("SnapshotIdentifier"), now);
    account.clusters().requireFree(id);
    if (!snapshot.isAvailable(now)) {
      throw Kind.CLUSTER_SNAPSHOT.badState(
          "The cluster snapshot %s is in %s state and can't be restored."
              .formatted(snapshot.id(), snapshot.status(now)));
    }
    Origin origin = snapshot.origin();
    if (!p.required("Engine").equals(origin.engine().engine())) {
      throw ApiError.badCombination(
          "Cannot restore from snapshot of engine %s to engine %s."
              .formatted(origin.engine().engine(), p.required("Engine")));
    }
    EngineVersion version = Catalogue.restored(origin.engine(), p.text("EngineVersion"));
    Cluster made =
        make(
            p,
            id,
            origin,
            version,
            to -> account.work().begin(() -> snapshot.volume().copyTo(to)),
            Step.RESTORE,
            Optional.empty());
    return ClusterXml.answer(account, made);
  }

  Answer toPointInTime(Parameters p) {
    String id = newId(p);
    Instant now = account.now();
    Cluster source = source(p, now);
    account.clusters().requireFree(id);
    String type = p.text("RestoreType").orElse(FULL_COPY);
    if (!List.of(COPY_ON_WRITE, FULL_COPY).contains(type)) {
      throw ApiError.badValue("Invalid restore type: " + type);
    }
    boolean clones = type.equals(COPY_ON_WRITE);
    checkTime(p, clones);
    if (!source.isAvailable(now)) {
      throw Kind.CLUSTER.badState(
          "The source cluster %s is in %s state; it must be available."
              .formatted(source.id(), source.status(now)));
    }
    if (clones && account.members(source).isEmpty()) {
      throw Kind.CLUSTER.badState(
          "The source cluster "
              + source.id()
              + " must have at least one DB instance to be cloned.");
    }
    if (p.text("EngineVersion").filter(v -> !v.equals(source.engine().version())).isPresent()
        || p.text("Engine").filter(e -> !e.equals(source.engine().engine())).isPresent()) {
      throw ApiError.badCombination("A point-in-time restore has its source's engine version.");
    }
    boolean isFree = clones && clonesOf(source) < MOST_CLONES;
    Cluster made =
        make(
            p,
            id,
            source.origin(),
            source.engine(),
            to -> copyNow(source.volume(), to),
            isFree ? Step.CLONE : Step.RESTORE,
            isFree ? Optional.of(source.cloneGroup()) : Optional.empty());
    return ClusterXml.answer(account, made);
  }

  /** What a clone holds is settled as soon as it is asked for. */
  private CompletableFuture<Void> copyNow(Volume from, Volume to) {
    account.work().finish(() -> from.copyTo(to));
    return CompletableFuture.completedFuture(null);
  }

  private static String newId(Parameters p) {
    return Identifier.ofNew(
        "DBClusterIdentifier", p.required("DBClusterIdentifier"), Identifier.LONGEST);
  }

  private Cluster source(Parameters p, Instant now) {
    Optional<String> resourceId = p.text("SourceDbClusterResourceId");
    if (resourceId.isPresent() == p.has("SourceDBClusterIdentifier")) {
      throw ApiError.badCombination(
          "Either SourceDBClusterIdentifier or SourceDbClusterResourceId must be given.");
    }
    return resourceId
        .map(
            wanted ->
                account.clusters().all().stream()
                    .filter(c -> c.resourceId().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> Kind.CLUSTER.notFound(wanted)))
        .orElseGet(() -> account.clusters().require(p.required("SourceDBClusterIdentifier"), now));
  }

  private static void checkTime(Parameters p, boolean clones) {
    boolean latest = p.flag("UseLatestRestorableTime");
    if (clones && p.has("RestoreToTime")) {
      throw ApiError.badCombination(
          "RestoreToTime can't be specified if RestoreType is copy-on-write.");
    }
    if (latest && p.has("RestoreToTime")) {
      throw ApiError.badCombination(
          "RestoreToTime can't be specified with UseLatestRestorableTime.");
    }
    if (!latest && !p.has("RestoreToTime")) {
      throw ApiError.badCombination(
          "Either RestoreToTime or UseLatestRestorableTime must be specified.");
    }
    if (p.has("RestoreToTime")) {
      throw ApiError.notSimulated("A restore to a time other than the latest");
    }
  }

  private long clonesOf(Cluster source) {
    return account.clusters().all().stream()
        .filter(c -> c != source && c.cloneGroup().equals(source.cloneGroup()))
        .count();
  }

  private Cluster make(
      Parameters p,
      String id,
      Origin origin,
      EngineVersion version,
      Function<Volume, CompletableFuture<Void>> filling,
      Step step,
      Optional<String> cloneGroup) {
    if (p.text("EngineMode").filter(mode -> !mode.equals("provisioned")).isPresent()) {
      throw ApiError.badCombination(
          "The engine mode " + p.required("EngineMode") + " you requested is unavailable.");
    }
    ClusterOptions options =
        ClusterOptions.byDefault(version, origin.key(), origin.backupRetention())
            .changedBy(p, account.surroundings(), version);
    if (origin.key().isEmpty() && p.has("KmsKeyId") && step == Step.CLONE) {
      throw ApiError.badCombination("A clone of an unencrypted cluster can't be encrypted.");
    }
    Map<String, String> tags = p.tags();
    Volume volume = account.storage().empty();
    Network network = Network.read(p, account.surroundings(), volume.port());
    account.requireRoom(Kind.CLUSTER);
    Cluster cluster =
        new Cluster(
            id,
            tags,
            account.begin(step),
            version,
            origin.masterUsername(),
            volume,
            network,
            options,
            cloneGroup);
    cluster.waitFor(filling.apply(volume));
    return account.made(account.clusters(), cluster);
  }
}
