package io.rehydrate.run;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/**
 * The run that a thread works for: whatever is logged meanwhile, by a library too, carries its id.
 */
public final class LoggedRun implements AutoCloseable {
  /** The key in the logging system's context. */
  public static final String KEY = "run";

  private final String before;

  private LoggedRun(String id) {
    this.before = MDC.get(KEY);
    set(id);
  }

  /** From now on, until it is closed in the same thread. */
  public static LoggedRun of(RunId run) {
    return new LoggedRun(run.value());
  }

  @Override
  public void close() {
    set(before);
  }

  private static void set(String id) {
    if (id == null) {
      MDC.remove(KEY);
    } else {
      MDC.put(KEY, id);
    }
  }

  /** A pool whose threads work for the run that the thread works for which gives them a task. */
  public static ExecutorService pool(int threads, ThreadFactory factory) {
    return new ThreadPoolExecutor(
        threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory) {
      @Override
      public void execute(Runnable task) {
        String id = MDC.get(KEY);
        super.execute(id == null ? task : () -> run(id, task));
      }
    };
  }

  private static void run(String id, Runnable task) {
    try (LoggedRun during = new LoggedRun(id)) {
      task.run();
    }
  }
}
