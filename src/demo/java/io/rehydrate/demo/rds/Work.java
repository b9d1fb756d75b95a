package io.rehydrate.demo.rds;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to real data and servers: one thing after the other, in the order of the calls. */
final class Work implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Work.class);

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "simulated-rds");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /** Does it in the background; the future fails if it did. */
  CompletableFuture<Void> begin(Runnable task) {
    return begin(task, worker);
  }

  /** Does it after some time by the wall clock, if this is not closed by then. */
  void beginLater(Runnable task, Duration later) {
    begin(task, CompletableFuture.delayedExecutor(later.toMillis(), TimeUnit.MILLISECONDS, worker));
  }

  private CompletableFuture<Void> begin(Runnable task, Executor executor) {
    CompletableFuture<Void> done = CompletableFuture.runAsync(task, executor);
    done.whenComplete(
        (nothing, failure) -> {
          if (failure != null) {
            failures.add(failure);
            LOG.error("The simulated RDS failed at its own work", failure);
          }
        });
    return done;
  }

  /** Does it after all that was begun, and waits for it. */
  void finish(Runnable task) {
    begin(task).join();
  }

  /** Waits for work; whether it went well. */
  static boolean succeeded(CompletableFuture<Void> work) {
    try {
      work.join();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
