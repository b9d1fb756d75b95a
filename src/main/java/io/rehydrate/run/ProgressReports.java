package io.rehydrate.run;

import io.rehydrate.mysql.SqlErrors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the progress of this process's runs written down, and every half minute in their logs. */
public final class ProgressReports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReports.class);
  private static final long EVERY_SECONDS = 3;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

  private final Runs runs;
  private final ProgressBook book;
  private final Clock clock;
  private final Map<RunId, Map<String, Double>> lastSteps = new ConcurrentHashMap<>();
  private final Map<RunId, Instant> lastLine = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  public ProgressReports(Runs runs, ProgressBook book, Clock clock) {
    this.runs = runs;
    this.book = book;
    this.clock = clock;
    runs.onEnd(this::ended);
  }

  public ProgressReports start() {
    timer.scheduleWithFixedDelay(
        this::reportSafely, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  /** What all processes have written down. */
  public ProgressBook book() {
    return book;
  }

  /** How far a run of this process is; empty where that can't be said. */
  public Optional<ProgressNote> note(ActiveRun run) {
    ActiveRun.At at = run.at();
    return run.progress()
        .reading()
        .map(
            reading ->
                ProgressNote.of(
                    reading,
                    at.step(),
                    at.elapsed(),
                    lastSteps.computeIfAbsent(run.id(), id -> book.lastSteps(run.run().lease()))));
  }

  /** What can't be written down this time is with the next. */
  private void reportSafely() {
    try {
      report();
    } catch (RuntimeException e) {
      LOG.debug("The progress was not written down: {}", SqlErrors.describeAny(e));
    }
  }

  synchronized void report() {
    for (ActiveRun run : runs.active()) {
      Optional<ProgressNote> note = note(run);
      if (note.isEmpty()) {
        book.forget(run.id());
        continue;
      }
      book.write(run.id(), note.get());
      Instant now = clock.instant();
      Instant since = lastLine.computeIfAbsent(run.id(), id -> now);
      if (!now.isBefore(since.plus(BETWEEN_LINES))) {
        lastLine.put(run.id(), now);
        run.log().info(note.get().text());
      }
    }
  }

  private synchronized void ended(ActiveRun run) {
    lastLine.remove(run.id());
    lastSteps.remove(run.id());
    book.forget(run.id());
    if (run.outcome() == RunState.SUCCEEDED) {
      book.good(run);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
