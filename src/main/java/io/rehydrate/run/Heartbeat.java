package io.rehydrate.run;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private final Runs runs;
  private final Journal journal;
  private final Leases leases;
  private final List<String> ownLeases;
  private final Map<RunKind, Duration> deadlines;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param ownLeases of the process itself, besides those of its runs
   * @param deadlines how long a run of each kind may last
   */
  public Heartbeat(
      Runs runs,
      Journal journal,
      Leases leases,
      List<String> ownLeases,
      Map<RunKind, Duration> deadlines,
      Clock clock) {
    this.deadlines = deadlines;
    this.clock = clock;
    this.runs = runs;
    this.journal = journal;
    this.leases = leases;
    this.ownLeases = ownLeases;
  }

  public Heartbeat start() {
    timer.scheduleWithFixedDelay(
        this::beatSafely, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return this;
  }

  /** A beat that fails is tried again with the next; a lease outlives many of them. */
  private void beatSafely() {
    try {
      beat();
    } catch (RuntimeException e) {
      LOG.warn("the leases were not renewed this time: {}", ActiveRun.describe(e).message());
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
    for (ActiveRun run : active) {
      if (lost.contains(run.run().lease()) && runs.active(run.id()).isPresent()) {
        run.cancel("its lease was lost to somebody else");
      } else if (journal.cancelRequested(run.id())) {
        run.cancel("asked for");
      } else if (isOverdue(run.run())) {
        run.cancel("deadline." + run.run().kind().name().toLowerCase(Locale.ROOT) + " is over");
      }
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
