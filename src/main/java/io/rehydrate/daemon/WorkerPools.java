package io.rehydrate.daemon;

import io.rehydrate.run.LoggedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** The threads that routes and beans share work among; they end together. */
final class WorkerPools implements AutoCloseable {
  private final List<ExecutorService> pools = new ArrayList<>();

  ExecutorService add(String name, int threads) {
    ExecutorService pool =
        LoggedRun.pool(
            threads,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    pools.add(pool);
    return pool;
  }

  @Override
  public void close() {
    pools.forEach(ExecutorService::shutdownNow);
  }
}
