package io.rehydrate.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;

/** The end of this process's runs before the process itself ends. */
final class RunsStop {
  /** For the routes that carry runs, to come to their end by themselves. */
  private static final Duration ROUTES_END = Duration.ofSeconds(30);

  private final Runs runs;
  private final DeadRuns dead;
  private final Journal journal;

  RunsStop(Runs runs, DeadRuns dead, Journal journal) {
    this.runs = runs;
    this.dead = dead;
    this.journal = journal;
  }

  void stop() {
    for (ActiveRun run : runs.active()) {
      try {
        stop(run);
      } catch (DataAccessException e) {
        run.endBy(Ending.leaseLost("the state database does not answer"));
      }
    }
    awaitRoutes();
    runs.active().forEach(runs::end);
  }

  private void stop(ActiveRun run) {
    if (!run.isCancelled() && dead.isResumable(journal.get(run.id()))) {
      runs.suspend(run);
    } else {
      run.endBy(Ending.stopped());
    }
  }

  private void awaitRoutes() {
    long limit = System.nanoTime() + ROUTES_END.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (runs.active().stream().anyMatch(ActiveRun::isCarried) && System.nanoTime() < limit) {
        never.await(20, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
