package io.rehydrate.source.aws;

import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Resource;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.Settings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * What is known of the scratch that one run makes at AWS; a route carries it in the variable {@code
 * aws}. All of it but the password can be found again by another process.
 */
public final class AwsScratch {
  private static final int PASSWORD_LENGTH = 40;
  private static final String PASSWORD_LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ActiveRun run;
  private final Settings.Aws settings;
  private final Journal journal;
  private final ScratchNames names;
  private final List<Tag> tags;
  private final Secret password = randomPassword();
  private final Map<String, Resource> written = new HashMap<>();
  private DBCluster cluster = DBCluster.builder().build();
  private DBCluster sourceCluster = DBCluster.builder().build();
  private DBInstance sourceInstance = DBInstance.builder().build();
  private DBInstance instance = DBInstance.builder().build();
  private Optional<SnapshotChoice> snapshot = Optional.empty();
  private Optional<Thing> taken = Optional.empty();
  private Optional<String> older = Optional.empty();
  private int attempt = 1;
  private boolean instanceMade;
  private Optional<Instant> loginDeadline = Optional.empty();
  private boolean loggedIn;
  private long bytes;

  AwsScratch(
      ActiveRun run, Settings.Aws settings, Journal journal, ScratchNames names, List<Tag> tags) {
    this.run = run;
    this.settings = settings;
    this.journal = journal;
    this.names = names;
    this.tags = tags;
    journal.resources(run.id()).forEach(this::recall);
  }

  /** What an earlier process had begun. */
  private void recall(Resource resource) {
    ThingKind.of(resource.kind())
        .ifPresent(
            kind -> {
              written.put(key(kind, resource.name()), resource);
              Memory memory = Memory.parse(resource.detail());
              if (!memory.snapshot().isEmpty()) {
                snapshot =
                    Optional.of(
                        new SnapshotChoice(
                            memory.snapshot(),
                            Instant.ofEpochMilli(memory.snapshotAt()),
                            memory.engineVersion(),
                            memory.older()));
              }
              if (kind == ThingKind.INSTANCE) {
                attempt = Math.max(attempt, names.attempt(resource.name()));
              }
            });
  }

  private static String key(ThingKind kind, String id) {
    return kind.resource() + " " + id;
  }

  private static Secret randomPassword() {
    StringBuilder letters = new StringBuilder(PASSWORD_LENGTH);
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      letters.append(PASSWORD_LETTERS.charAt(RANDOM.nextInt(PASSWORD_LETTERS.length())));
    }
    return new Secret(letters.toString());
  }

  /** Writes a thing into the journal, before it is made; once. */
  void write(ThingKind kind, String id, Memory memory) {
    written.computeIfAbsent(
        key(kind, id),
        key -> {
          long number = journal.add(run.id(), kind.resource(), id, memory.text());
          return new Resource(number, run.id(), kind.resource(), id, memory.text(), Instant.EPOCH);
        });
  }

  /** AWS has told of it. */
  void seen(ThingKind kind, String id) {
    Resource resource = written.get(key(kind, id));
    if (resource != null && !Memory.parse(resource.detail()).seen()) {
      String detail = Memory.parse(resource.detail()).afterSeen().text();
      journal.detail(resource.id(), detail);
      written.put(
          key(kind, id),
          new Resource(resource.id(), run.id(), kind.resource(), id, detail, resource.createdAt()));
    }
  }

  /** It is certain that it was not made. */
  void notMade(ThingKind kind, String id) {
    Resource resource = written.get(key(kind, id));
    if (resource != null && !Memory.parse(resource.detail()).seen()) {
      journal.gone(resource.id());
      written.remove(key(kind, id));
    }
  }

  /** Keeps what AWS answered, and gives the things that it tells of. */
  List<Thing> take(Wait wait, Object answer) {
    if (answer instanceof DescribeDbClustersResponse response) {
      response.dbClusters().forEach(c -> keep(wait, c));
      return response.dbClusters().stream().map(Thing::of).toList();
    }
    if (answer instanceof DescribeDbInstancesResponse response) {
      response.dbInstances().forEach(i -> keep(wait, i));
      return response.dbInstances().stream().map(Thing::of).toList();
    }
    if (answer instanceof DescribeDbClusterSnapshotsResponse response) {
      return kept(response.dbClusterSnapshots().stream().map(Thing::of).toList());
    }
    return kept(
        ((DescribeDbSnapshotsResponse) answer).dbSnapshots().stream().map(Thing::of).toList());
  }

  private List<Thing> kept(List<Thing> snapshots) {
    taken = snapshots.stream().findFirst();
    return snapshots;
  }

  /** Our own snapshot as AWS told of it last. */
  Thing taken() {
    return taken.orElseThrow();
  }

  private void keep(Wait wait, DBCluster told) {
    if (wait.isSource()) {
      sourceCluster = told;
    } else {
      cluster = told;
    }
  }

  private void keep(Wait wait, DBInstance told) {
    if (wait.isSource()) {
      sourceInstance = told;
    } else {
      instance = told;
    }
  }

  ActiveRun run() {
    return run;
  }

  ScratchNames names() {
    return names;
  }

  List<Tag> tags() {
    return tags;
  }

  Settings.Aws settings() {
    return settings;
  }

  Secret password() {
    return password;
  }

  String source() {
    return settings.source();
  }

  ThingKind sourceKind() {
    return settings.isInstance() ? ThingKind.INSTANCE : ThingKind.CLUSTER;
  }

  ThingKind snapshotKind() {
    return settings.isInstance() ? ThingKind.SNAPSHOT : ThingKind.CLUSTER_SNAPSHOT;
  }

  DBCluster sourceCluster() {
    return sourceCluster;
  }

  DBInstance sourceInstance() {
    return sourceInstance;
  }

  DBCluster cluster() {
    return cluster;
  }

  DBInstance instance() {
    return instance;
  }

  Optional<SnapshotChoice> snapshot() {
    return snapshot;
  }

  void choose(SnapshotChoice choice) {
    snapshot = Optional.of(choice);
  }

  /** For the route: whether a snapshot of our own is to be taken. */
  public boolean takesSnapshot() {
    return snapshot.isEmpty() && older.isEmpty() && !settings.latestSnapshot();
  }

  /** For the route: whether the newest automatic snapshot has to do. */
  public boolean wantsOlder() {
    return snapshot.isEmpty();
  }

  Optional<String> older() {
    return older;
  }

  void takeOlder(String why) {
    older = Optional.of(why);
  }

  String instanceName() {
    return names.instance(attempt);
  }

  int attempt() {
    return attempt;
  }

  void nextAttempt() {
    attempt++;
  }

  /** For the route: whether there is no instance yet. */
  public boolean wantsInstance() {
    return !instanceMade;
  }

  void instanceMade() {
    instanceMade = true;
  }

  Optional<Instant> loginDeadline() {
    return loginDeadline;
  }

  void awaitLogin(Instant until) {
    loginDeadline = Optional.of(until);
  }

  /** What the data takes, as the server estimates it; 0 as long as it was not asked. */
  long bytes() {
    return bytes;
  }

  void takes(long estimate) {
    bytes = estimate;
  }

  void loggedIn() {
    loggedIn = true;
  }

  /** For the route: whether SQL does not answer yet. */
  public boolean awaitsLogin() {
    return !loggedIn;
  }
}
