package io.rehydrate.dehydrate;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts that are taken one after the other while other work continues, and by all workers at once
 * from when they are asked for.
 */
final class RowCounts {
  private final ScratchSessions server;
  private final Map<String, FutureTask<Long>> byQuery = new LinkedHashMap<>();
  private final Queue<FutureTask<Long>> open;
  private final ExecutorService workers;
  private final int most;

  private RowCounts(
      ScratchSessions server, Collection<String> queries, ExecutorService workers, int most) {
    JdbcClient client = JdbcClient.create(server.dataSource());
    this.server = server;
    for (String query : queries) {
      byQuery.put(query, new FutureTask<>(() -> client.sql(query).query(Long.class).single()));
    }
    this.open = new ConcurrentLinkedQueue<>(byQuery.values());
    this.workers = workers;
    this.most = most;
  }

  /**
   * Begins to count.
   *
   * @param queries each gives one number
   * @param most workers at a time
   */
  static RowCounts begin(
      ScratchSessions server, Collection<String> queries, ExecutorService workers, int most) {
    RowCounts counts = new RowCounts(server, queries, workers, most);
    workers.execute(counts::count);
    return counts;
  }

  private void count() {
    for (FutureTask<Long> next = open.poll(); next != null; next = open.poll()) {
      next.run();
    }
  }

  /**
   * All of them, by query; waits for those that are not there yet.
   *
   * @throws StageFailedException {@code dehydrate.failed}, {@code scratch.restarted}, {@code
   *     run.cancelled}
   */
  Map<String, Long> all() {
    for (int more = 1; more < most && !open.isEmpty(); more++) {
      workers.execute(this::count);
    }
    Map<String, Long> counts = new HashMap<>();
    byQuery.forEach((query, count) -> counts.put(query, result(count)));
    return counts;
  }

  private long result(FutureTask<Long> count) {
    try {
      return count.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageFailedException(
          ErrorCode.RUN_CANCELLED, "Interrupted while counting rows", "", e);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    }
  }

  private RehydrateException failed(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof RehydrateException told) {
        return told;
      }
    }
    return server
        .restarted("counting rows", cause)
        .orElseGet(
            () ->
                new StageFailedException(
                    ErrorCode.DEHYDRATE_FAILED,
                    "Failed at counting rows: " + SqlErrors.describeAny(cause),
                    "The run's log has the stage; nothing is published",
                    cause));
  }
}
