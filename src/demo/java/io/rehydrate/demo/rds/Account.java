package io.rehydrate.demo.rds;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that there is in the simulated account. Calls take turns. */
final class Account {
  private static final int CLUSTERS = 40;
  private static final int INSTANCES = 40;
  private static final int SNAPSHOTS = 100;

  private final Shelf<Cluster> clusters = new Shelf<>(Kind.CLUSTER);
  private final Shelf<Instance> instances = new Shelf<>(Kind.INSTANCE);
  private final Map<Kind, Shelf<Snapshot>> snapshots =
      new EnumMap<>(
          Map.of(
              Kind.CLUSTER_SNAPSHOT, new Shelf<>(Kind.CLUSTER_SNAPSHOT),
              Kind.SNAPSHOT, new Shelf<>(Kind.SNAPSHOT)));
  private final Map<Kind, Integer> quotas =
      new EnumMap<>(
          Map.of(
              Kind.CLUSTER, CLUSTERS,
              Kind.INSTANCE, INSTANCES,
              Kind.CLUSTER_SNAPSHOT, SNAPSHOTS,
              Kind.SNAPSHOT, SNAPSHOTS));
  private final Surroundings surroundings = new Surroundings();
  private final EventLog events = new EventLog();
  private final Ledger ledger = new Ledger();
  private final Work work = new Work();
  private final Storage storage;
  private final Clock clock;
  private final Faults faults;

  Account(Storage storage, Clock clock, Faults faults) {
    this.storage = storage;
    this.clock = clock;
    this.faults = faults;
  }

  Instant now() {
    return clock.instant();
  }

  Shelf<Cluster> clusters() {
    return clusters;
  }

  Shelf<Instance> instances() {
    return instances;
  }

  Shelf<Snapshot> snapshots(Kind kind) {
    return snapshots.get(kind);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  EventLog events() {
    return events;
  }

  Ledger ledger() {
    return ledger;
  }

  Work work() {
    return work;
  }

  Storage storage() {
    return storage;
  }

  void allow(Kind kind, int most) {
    quotas.put(kind, most);
  }

  LifeCycle begin(Step step) {
    return faults.courseOf(step).from(now());
  }

  List<Instance> members(Cluster cluster) {
    return instances.all().stream().filter(i -> i.isMemberOf(cluster)).toList();
  }

  void requireRoom(Kind kind) {
    long used =
        switch (kind) {
          case CLUSTER -> clusters.all().size();
          case INSTANCE -> instances.all().size();
          case CLUSTER_SNAPSHOT, SNAPSHOT ->
              snapshots.get(kind).all().stream().filter(Snapshot::isManual).count();
        };
    if (used >= quotas.get(kind)) {
      throw kind.quotaExceeded();
    }
  }

  /** Takes something new in, that a call has made. */
  <T extends Resource> T made(Shelf<T> shelf, T thing) {
    thing.hideFor(faults.unseen());
    thing.hideTagsFor(faults.untagged());
    shelf.put(thing);
    ledger.made(thing);
    events.beginning(thing);
    return thing;
  }

  /** Starts an instance's server; the instance is not available before, unless that is a fault. */
  void open(Instance instance) {
    if (faults.deaf().isZero()) {
      instance.waitFor(work.begin(instance.volume()::start));
    } else {
      work.beginLater(instance.volume()::start, faults.deaf());
    }
  }

  /** A copy of a volume as it is now. */
  Volume copyNow(Volume original) {
    Volume copy = storage.empty();
    work.finish(() -> original.copyTo(copy));
    return copy;
  }

  Optional<Resource> find(Arn arn) {
    return switch (arn.kind()) {
      case CLUSTER -> clusters.find(arn.id()).map(Resource.class::cast);
      case INSTANCE -> instances.find(arn.id()).map(Resource.class::cast);
      case CLUSTER_SNAPSHOT, SNAPSHOT ->
          snapshots.get(arn.kind()).find(arn.id()).map(Resource.class::cast);
    };
  }

  /** Does what has become due since the last call. */
  void settle() {
    Instant now = now();
    instances.all().forEach(i -> i.ask(i.pending().filter(p -> !set(i.volume(), i, p, now))));
    clusters.all().forEach(c -> c.ask(c.pending().filter(p -> !set(c.volume(), c, p, now))));
    instances.all().stream().filter(i -> i.isGone(now)).forEach(this::removeInstance);
    clusters.all().stream()
        .filter(c -> c.isGone(now) && members(c).isEmpty())
        .forEach(this::removeCluster);
    snapshots
        .values()
        .forEach(
            shelf ->
                shelf.all().stream()
                    .filter(s -> s.isGone(now))
                    .forEach(s -> removeSnapshot(shelf, s)));
  }

  private boolean set(Volume volume, Resource thing, NewPassword wanted, Instant now) {
    if (!wanted.isDue(now)) {
      return false;
    }
    String user =
        thing instanceof Cluster cluster
            ? cluster.masterUsername()
            : ((Instance) thing).masterUsername();
    work.finish(() -> volume.setPassword(user, wanted.password()));
    events.add(thing, wanted.from(), "configuration change", "Reset master credentials");
    return true;
  }

  private void removeInstance(Instance instance) {
    instances.remove(instance);
    gone(instance, instance.life().settlesAt());
    Optional<Cluster> cluster = instance.cluster().flatMap(clusters::find);
    cluster.ifPresent(c -> c.outlived(instance.life().settlesAt()));
    if (cluster.isEmpty()) {
      work.begin(instance.volume()::delete);
    }
  }

  private void removeCluster(Cluster cluster) {
    clusters.remove(cluster);
    gone(cluster, cluster.goneAt());
    work.begin(cluster.volume()::delete);
  }

  private void removeSnapshot(Shelf<Snapshot> shelf, Snapshot snapshot) {
    shelf.remove(snapshot);
    gone(snapshot, snapshot.life().settlesAt());
    work.begin(snapshot.volume()::delete);
  }

  private void gone(Resource thing, Instant at) {
    ledger.gone(thing, at);
    events.add(thing, at, "deletion", thing.kind().element() + " deleted");
  }
}
