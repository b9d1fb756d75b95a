package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs that were taken from a queue, and that a route is about to begin. */
final class Claims {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Runs runs;
  private final Leases leases;
  private final Map<RunId, Instant> since = new ConcurrentHashMap<>();

  Claims(Runs runs, Leases leases) {
    this.runs = runs;
    this.leases = leases;
  }

  void add(RunId id) {
    since.put(id, leases.now());
  }

  void remove(RunId id) {
    since.remove(id);
  }

  /** Ends those that no route has begun meanwhile. */
  void endOld() {
    if (since.isEmpty()) {
      return;
    }
    Instant limit = leases.now().minus(PATIENCE);
    since.forEach(
        (id, time) -> {
          if (time.isBefore(limit) && since.remove(id) != null) {
            runs.active(id).filter(run -> !run.isCarried()).ifPresent(this::end);
          }
        });
  }

  private void end(ActiveRun run) {
    runs.fail(
        run,
        new StageFailedException(
            ErrorCode.RUN_NOT_BEGUN,
            "No route has begun the run that was taken from the queue",
            "Look at the routes queued-refresh and queued-night: what they claim goes to the route"
                + " of the run"));
    runs.end(run);
  }
}
