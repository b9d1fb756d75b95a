package io.rehydrate.source.aws;

import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Resource;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.Settings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
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
  private final ResourceNotes notes;
  private final ScratchNames names;
  private final List<Tag> tags;
  private final Secret password = randomPassword();
  private DBCluster cluster = DBCluster.builder().build();
  private DBCluster sourceCluster = DBCluster.builder().build();
  private DBInstance sourceInstance = DBInstance.builder().build();
  private DBInstance instance = DBInstance.builder().build();
  private Optional<SnapshotChoice> snapshot = Optional.empty();
  private Optional<RdsResource> taken = Optional.empty();
  private Optional<String> older = Optional.empty();
  private int attempt = 1;
  private boolean instanceMade;
  private Optional<Instant> passwordSetAt = Optional.empty();
  private Optional<Instant> passwordUntil = Optional.empty();
  private Optional<Instant> loginDeadline = Optional.empty();
  private boolean loggedIn;
  private long bytes;

  AwsScratch(
      ActiveRun run, Settings.Aws settings, Journal journal, ScratchNames names, List<Tag> tags) {
    this.run = run;
    this.settings = settings;
    this.notes = new ResourceNotes(run.id(), journal);
    this.names = names;
    this.tags = tags;
    journal.resources(run.id()).forEach(this::recall);
  }

  /** What an earlier process had begun. */
  private void recall(Resource resource) {
    RdsResourceType.of(resource.kind())
        .ifPresent(
            kind -> {
              ResourceNote memory = notes.recall(kind, resource);
              if (!memory.snapshot().isEmpty()) {
                snapshot =
                    Optional.of(
                        new SnapshotChoice(
                            memory.snapshot(),
                            Instant.ofEpochMilli(memory.snapshotAt()),
                            memory.engineVersion(),
                            memory.older()));
              }
              if (kind == RdsResourceType.INSTANCE) {
                attempt = Math.max(attempt, names.attempt(resource.name()));
              }
            });
  }

  private static Secret randomPassword() {
    StringBuilder letters = new StringBuilder(PASSWORD_LENGTH);
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      letters.append(PASSWORD_LETTERS.charAt(RANDOM.nextInt(PASSWORD_LETTERS.length())));
    }
    return new Secret(letters.toString());
  }

  /** Whether any call that makes something was sent, by this process or an earlier one. */
  boolean hasAsked() {
    return notes.hasAsked();
  }

  /** What the journal keeps of what this run makes. */
  ResourceNotes notes() {
    return notes;
  }

  /**
   * Keeps what AWS answered, and gives the thing that was asked for; empty where it is not there.
   */
  Optional<RdsResource> take(PollState wait, Object answer) {
    if (answer instanceof DescribeDbClustersResponse response) {
      return named(wait, response.dbClusters(), RdsResource::of, c -> keep(wait, c));
    }
    if (answer instanceof DescribeDbInstancesResponse response) {
      return named(wait, response.dbInstances(), RdsResource::of, i -> keep(wait, i));
    }
    if (answer instanceof DescribeDbClusterSnapshotsResponse response) {
      return named(wait, response.dbClusterSnapshots(), RdsResource::of, this::keep);
    }
    return named(
        wait, ((DescribeDbSnapshotsResponse) answer).dbSnapshots(), RdsResource::of, this::keep);
  }

  private static <T> Optional<RdsResource> named(
      PollState wait, List<T> told, Function<T, RdsResource> thing, Consumer<T> keep) {
    Optional<T> asked =
        told.stream().filter(t -> thing.apply(t).id().equalsIgnoreCase(wait.id())).findFirst();
    asked.ifPresent(keep);
    return asked.map(thing);
  }

  private void keep(DBClusterSnapshot told) {
    taken = Optional.of(RdsResource.of(told));
  }

  private void keep(DBSnapshot told) {
    taken = Optional.of(RdsResource.of(told));
  }

  /** Our own snapshot as AWS reported it last. */
  RdsResource taken() {
    return taken.orElseThrow();
  }

  private void keep(PollState wait, DBCluster told) {
    if (wait.isSource()) {
      sourceCluster = told;
    } else {
      cluster = told;
    }
  }

  private void keep(PollState wait, DBInstance told) {
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

  RdsResourceType sourceKind() {
    return settings.isInstance() ? RdsResourceType.INSTANCE : RdsResourceType.CLUSTER;
  }

  RdsResourceType snapshotKind() {
    return settings.isInstance() ? RdsResourceType.SNAPSHOT : RdsResourceType.CLUSTER_SNAPSHOT;
  }

  DBCluster sourceCluster() {
    return sourceCluster;
  }

  /** What a copy of the source is made with. */
  boolean knowsEngine() {
    String engine = settings.isInstance() ? sourceInstance.engine() : sourceCluster.engine();
    String version =
        settings.isInstance() ? sourceInstance.engineVersion() : sourceCluster.engineVersion();
    return engine != null && version != null;
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

  /** For the route: whether the password of this night has to be set, again. */
  public boolean wantsPassword() {
    return passwordSetAt.isEmpty();
  }

  /** Until when it is tried; the first call counts. */
  Instant passwordUntil(Instant until) {
    passwordUntil = passwordUntil.or(() -> Optional.of(until));
    return passwordUntil.get();
  }

  Optional<Instant> passwordSetAt() {
    return passwordSetAt;
  }

  void passwordSet(Instant now) {
    passwordSetAt = Optional.of(now);
  }

  void setPasswordAgain() {
    passwordSetAt = Optional.empty();
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
