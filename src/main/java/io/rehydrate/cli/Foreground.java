package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.error.BusyException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunLog;
import io.rehydrate.run.RunState;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a queued run in this process, with its log on standard error as it grows. */
public final class Foreground {
  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);
  private static final long EVERY_MILLIS = 200;

  private Foreground() {}

  /**
   * @param route the endpoint that takes the run's id
   * @return the exit code
   */
  static int run(Beans beans, String route, Run queued) {
    return run(beans, route, queued, Terminal::message);
  }

  /**
   * @param shown takes each line of the log
   */
  public static int run(Beans beans, String route, Run queued, Consumer<String> shown) {
    beans.runs().announce(queued.id());
    ScheduledExecutorService follower =
        Executors.newSingleThreadScheduledExecutor(Foreground::daemonThread);
    long[] offset = {0};
    RunLog log = beans.runs().log(queued.id());
    ProgressLine line = ProgressLine.ofThisProcess();
    follower.scheduleWithFixedDelay(
        () -> {
          show(log, offset, shown, line);
          line.draw(beans.runs().active(queued.id()).flatMap(beans.progressReports()::note));
        },
        0,
        EVERY_MILLIS,
        TimeUnit.MILLISECONDS);
    try (Engine engine = Engine.foreground(beans)) {
      if (queued.kind() == RunKind.NIGHT) {
        engine.requireSourceRoutes();
      }
      if (queued.kind() == RunKind.CLONE) {
        engine.requireCloneRoutes(beans.settings());
      }
      engine.send(route, queued.id());
    } catch (BusyException e) {
      beans.runs().withdraw(queued.id(), e);
      throw e;
    } catch (RuntimeException e) {
      beans.runs().failQueued(queued.id(), e);
      if (beans.journal().get(queued.id()).state() != RunState.SUCCEEDED) {
        throw e;
      }
      LOG.warn(
          "The run {} succeeded; what its routes do afterwards failed: {}",
          queued.id(),
          SqlErrors.describeAny(e));
    } finally {
      follower.shutdown();
      show(log, offset, shown, line);
      line.clear();
    }
    return outcome(beans, queued.id());
  }

  private static Thread daemonThread(Runnable task) {
    Thread thread = new Thread(task, "follow-log");
    thread.setDaemon(true);
    return thread;
  }

  private static synchronized void show(
      RunLog log, long[] offset, Consumer<String> shown, ProgressLine line) {
    RunLog.Piece piece = log.read(offset[0]);
    offset[0] = piece.nextOffset();
    if (!piece.text().isEmpty()) {
      line.clear();
      piece.text().lines().forEach(shown);
    }
  }

  private static int outcome(Beans beans, RunId id) {
    Run ended = beans.journal().get(id);
    ended.failure().ifPresent(f -> Terminal.problem(f.message(), f.code(), f.hint()));
    if (ended.state() == RunState.SUCCEEDED) {
      return 0;
    }
    return ended.failure().map(Run.Failure::exitCode).orElse(1);
  }
}
