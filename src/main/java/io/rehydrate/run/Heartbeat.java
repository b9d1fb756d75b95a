package io.rehydrate.run;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of this process's runs, and hears of it when one of them is to be cancelled or
 * was lost.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final long EVERY_MILLIS = 2_000;

  /** Without a renewal for so long, a lease is as good as somebody else's. */
  private static final Duration LONGEST_SILENCE = Leases.TERM.minusSeconds(8);

  private static final Duration SLOW_BEAT = Duration.ofSeconds(5);

  private final Runs runs;
  private final Journal journal;
  private final Leases leases;
  private final List<String> ownLeases;
  private final String daemonName;

  /** Of those of the process itself, what it has had once. */
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  private final Map<RunKind, Duration> deadlines;
  private final Clock clock;
  private volatile long lastRenewal = System.nanoTime();

  /** When the beat that is at work began, or the first of those that failed. */
  private volatile OptionalLong beatSince = OptionalLong.empty();

  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param ownLeases of the process itself, besides those of its runs
   * @param daemonName what those are for
   * @param deadlines how long a run of each kind may last
   */
  public Heartbeat(
      Runs runs,
      Journal journal,
      Leases leases,
      List<String> ownLeases,
      String daemonName,
      Map<RunKind, Duration> deadlines,
      Clock clock) {
    this.deadlines = deadlines;
    this.clock = clock;
    this.runs = runs;
    this.journal = journal;
    this.leases = leases;
    this.ownLeases = ownLeases;
    this.daemonName = daemonName;
  }

  public Heartbeat start() {
    timer.scheduleWithFixedDelay(
        this::beatSafely, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(this::watch, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return this;
  }

  /** A beat that fails is tried again with the next; a lease outlives many of them. */
  private void beatSafely() {
    if (beatSince.isEmpty()) {
      beatSince = OptionalLong.of(System.nanoTime());
    }
    try {
      beat();
      lastRenewal = System.nanoTime();
      beatSince = OptionalLong.empty();
    } catch (RuntimeException e) {
      LOG.warn("the leases were not renewed this time: {}", ActiveRun.describe(e).message());
    }
  }

  /**
   * Stops the work on runs whose leases can't be renewed, before another daemon may take them. A
   * process that was only asleep finds out by its next beat whether they are still its own.
   */
  private void watch() {
    long now = System.nanoTime();
    OptionalLong beating = beatSince;
    if (beating.isPresent()
        && now - beating.getAsLong() > SLOW_BEAT.toNanos()
        && now - lastRenewal > LONGEST_SILENCE.toNanos()) {
      String why = "the state database has not answered for " + LONGEST_SILENCE.toSeconds() + " s";
      runs.active().forEach(run -> run.endBy(Ending.leaseLost(why)));
    }
  }

  void beat() {
    leases.removeFree();
    List<ActiveRun> active = runs.active();
    List<String> lost =
        leases.renew(
            Stream.of(
                    ownLeases.stream(),
                    runs.announced().stream(),
                    active.stream().map(a -> a.run().lease()))
                .flatMap(Function.identity())
                .toList());
    for (String own : ownLeases) {
      if (!lost.contains(own)) {
        held.add(own);
      } else if (held.contains(own)) {
        retake(own);
      }
    }
    for (ActiveRun run : active) {
      if (lost.contains(run.run().lease()) && runs.active(run.id()).isPresent()) {
        runs.leave(run);
      } else if (isOverdue(run.run())) {
        run.endBy(Ending.overdue(run.run().kind(), deadlines.get(run.run().kind())));
      } else {
        journal.cancelledBy(run.id()).ifPresent(run::cancel);
      }
    }
    runs.endUnbegun();
    runs.endAgain();
  }

  /** A process that was stopped for longer than a lease lasts finds its own removed. */
  private void retake(String lease) {
    if (!leases.keep(lease, daemonName)) {
      LOG.error("another daemon has taken the lease '{}' of this one meanwhile", lease);
    }
  }

  private boolean isOverdue(Run run) {
    Duration deadline = deadlines.get(run.kind());
    return deadline != null
        && run.startedAt()
            .filter(start -> start.plus(deadline).isBefore(clock.instant()))
            .isPresent();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
