package io.rehydrate.rehearse;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.migrate.MigrationFile;
import io.rehydrate.migrate.Ref;
import io.rehydrate.night.TrialSchemas;
import io.rehydrate.refresh.RefreshWork;
import io.rehydrate.refresh.TrialLoad;
import io.rehydrate.source.ScratchServer;
import io.rehydrate.store.StoredDump;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Refs that are rehearsed one after another on one dump. A schema that was loaded serves until
 * migrations have changed it.
 */
public final class RehearsalWork {
  private final StoredDump dump;
  private final List<Ref> refs;
  private final ScratchServer scratch;
  private final TrialSchemas schemas;
  private final Instant end;
  private final List<Rehearsal> done = new ArrayList<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(RehearsalWork::daemon);
  private Optional<RefreshWork> loaded = Optional.empty();
  private List<MigrationFile> files = List.of();
  private Instant loadingSince = Instant.EPOCH;
  private double loadSeconds;
  private Optional<RehydrateException> failure = Optional.empty();
  private Optional<RehydrateException> obstacle = Optional.empty();
  private volatile boolean over;

  /**
   * @param end when all of it must have ended
   */
  RehearsalWork(
      StoredDump dump, List<Ref> refs, ScratchServer scratch, TrialSchemas schemas, Instant end) {
    this.dump = dump;
    this.refs = List.copyOf(refs);
    this.scratch = scratch;
    this.schemas = schemas;
    this.end = end;
  }

  /** Those to be rehearsed, in order. */
  public List<Ref> refs() {
    return refs;
  }

  /** What is to be reported of refs that failed: a sentence each. */
  public List<String> failures() {
    return done.stream()
        .filter(r -> r.state() == Rehearsal.State.FAILED)
        .map(r -> "Rehearsal with dump " + r.dump() + " of the " + r.text())
        .toList();
  }

  StoredDump dump() {
    return dump;
  }

  ScratchServer scratch() {
    return scratch;
  }

  TrialSchemas schemas() {
    return schemas;
  }

  Duration left(Clock clock) {
    return Duration.between(clock.instant(), end);
  }

  boolean isOver() {
    return over;
  }

  List<MigrationFile> files() {
    return files;
  }

  void bring(List<MigrationFile> ofRef) {
    files = ofRef;
  }

  Optional<RefreshWork> loaded() {
    return loaded;
  }

  /** Until it ends at the latest; then its sessions and programs do. */
  void loading(RefreshWork work, Clock clock, Runnable programs) {
    loaded = Optional.of(work);
    loadingSince = clock.instant();
    watch.schedule(
        () -> {
          over = true;
          programs.run();
          TrialLoad.cut(work);
        },
        Math.max(1, left(clock).toMillis()),
        TimeUnit.MILLISECONDS);
  }

  void hasLoaded(Clock clock) {
    loadSeconds = Duration.between(loadingSince, clock.instant()).toMillis() / 1e3;
  }

  /** Once: what uses the schema afterwards did not wait for it. */
  double takeLoadSeconds() {
    double seconds = loadSeconds;
    loadSeconds = 0;
    return seconds;
  }

  void unloaded() {
    loaded = Optional.empty();
  }

  void add(Rehearsal rehearsal) {
    done.add(rehearsal);
  }

  /** Why a ref failed or was not run; the first counts. */
  void fails(RehydrateException why) {
    failure = failure.or(() -> Optional.of(why));
  }

  Optional<RehydrateException> failure() {
    return failure;
  }

  /** What keeps every other ref from being run as well. */
  void isBlockedBy(RehydrateException why) {
    obstacle = Optional.of(why);
  }

  Optional<RehydrateException> obstacle() {
    return obstacle;
  }

  void close() {
    watch.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "rehearsal-limit");
    thread.setDaemon(true);
    return thread;
  }
}
