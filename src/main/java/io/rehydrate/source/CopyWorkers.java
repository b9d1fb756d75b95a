package io.rehydrate.source;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.LoggedRun;
import io.rehydrate.run.Progress;
import io.rehydrate.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Copies what a queue holds, one worker for each session of the source. The first failure, an
 * interrupt or the deadline ends all of them.
 */
final class CopyWorkers {
  private static final long WORKERS_END_SECONDS = 30;

  /** Definition changed since the snapshot, no such table, no such file or tablespace. */
  private static final Set<Integer> CHANGED = Set.of(1412, 1146, 1932, 1017, 1814);

  /** A column is gone. */
  private static final Set<Integer> NOT_AS_BEFORE = Set.of(1054);

  private static final int MOST_TIMES = 3;

  private final CopySettings settings;
  private final CopySessions sessions;
  private final CopyWork work;
  private final Consumer<String> log;
  private final Progress progress;
  private final SourceLoad load;

  CopyWorkers(
      CopySettings settings,
      CopySessions sessions,
      CopyWork work,
      Consumer<String> log,
      Progress progress) {
    this.progress = progress;
    this.settings = settings;
    this.sessions = sessions;
    this.work = work;
    this.load = new SourceLoad(progress.counter(work.name()));
    this.log = log;
  }

  /**
   * @param scratches a session for each of the sources
   * @param deadline by {@link System#nanoTime}
   * @return what was read from the source
   */
  SourceLoad run(
      List<Connection> sources, List<Connection> scratches, CopyQueue queue, long deadline)
      throws SQLException {
    ExecutorService threads = LoggedRun.pool(sources.size(), task -> new Thread(task, "copy"));
    try {
      try (ScratchWatch watch = ScratchWatch.over(sessions)) {
        CompletionService<Void> ended = new ExecutorCompletionService<>(threads);
        for (int i = 0; i < sources.size(); i++) {
          Connection source = sources.get(i);
          Connection scratch = scratches.get(i);
          ended.submit(
              () -> {
                work(source, scratch, queue);
                return null;
              });
        }
        for (int i = 0; i < sources.size(); i++) {
          await(ended, deadline);
        }
      }
      return load;
    } catch (RehydrateException | SQLException e) {
      sessions.close();
      throw e;
    } finally {
      end(threads);
    }
  }

  private void await(CompletionService<Void> ended, long deadline) {
    try {
      Future<Void> worker = ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (worker == null) {
        throw new StageFailedException(
            ErrorCode.COPY_DEADLINE,
            "The copy of the source took longer than " + settings.night(),
            "Raise deadline.night, or let the plan truncate the largest tables");
      }
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CopySessions.stopped();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RehydrateException ours) {
        throw ours;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Their sessions are closed after a failure, so they end by themselves. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(WORKERS_END_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a copying thread does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(Connection source, Connection scratch, CopyQueue queue) {
    Optional<CopyQueue.Part> next = queue.next();
    while (next.isPresent()) {
      copy(source, scratch, queue, next.get());
      next = queue.next();
    }
  }

  private void copy(Connection source, Connection scratch, CopyQueue queue, CopyQueue.Part part) {
    Table table = part.table();
    try {
      try {
        take(part, source, scratch, queue);
      } catch (SQLException e) {
        if (work.movesToDisk(table, e, scratch)) {
          take(part, source, scratch, queue);
        } else if (CHANGED.contains(e.getErrorCode())) {
          changed(table, scratch, queue, e);
        } else {
          throw e;
        }
      }
    } catch (SQLException e) {
      throw failed(table, e);
    }
  }

  private void take(CopyQueue.Part part, Connection source, Connection scratch, CopyQueue queue)
      throws SQLException {
    Table table = part.table();
    long rows = work.copy(part, source, scratch, settings.statement(), load);
    ConsistentSnapshot.letGo(source);
    Optional<Long> all = queue.done(part, rows);
    if (all.isPresent()) {
      progress.correction(work.name()).accept(all.get() - table.estimatedRows());
      complete(table, scratch);
      log.accept(work.done(table, all.get()));
    }
  }

  /**
   * The source truncated or altered a table, so that the shared moment has it no more. One that no
   * other table depends on is read as of now, by its columns as they were; the others would not fit
   * together.
   */
  private void changed(Table table, Connection scratch, CopyQueue queue, SQLException cause)
      throws SQLException {
    if (!work.standsAlone(table)) {
      throw changedTable(table, cause);
    }
    Optional<CopyQueue.Part> whole = queue.again(table);
    if (whole.isEmpty()) {
      return; // another worker was here first
    }
    log.accept(
        table.name()
            + " was truncated or altered on the source meanwhile: its rows are read as of now, not"
            + " of the shared moment");
    Sessions.run(scratch, "TRUNCATE TABLE " + work.into(table).quoted());
    for (int left = MOST_TIMES; ; left--) {
      Connection now = ConsistentSnapshot.now(sessions);
      try {
        take(whole.get(), now, scratch, queue);
        return;
      } catch (SQLException e) {
        if (work.movesToDisk(table, e, scratch)) {
          continue;
        }
        boolean changes = CHANGED.contains(e.getErrorCode());
        if (NOT_AS_BEFORE.contains(e.getErrorCode()) || (changes && left == 0)) {
          throw changedTable(table, e);
        }
        if (!changes) {
          throw e;
        }
      } finally {
        sessions.end(now);
      }
    }
  }

  private static StageFailedException changedTable(Table table, SQLException cause) {
    return new StageFailedException(
        ErrorCode.COPY_CHANGED,
        "The table "
            + table.name()
            + " was truncated, altered or dropped on the source while it was copied ("
            + SqlErrors.describe(cause)
            + ")",
        "Start the night again at an hour without such changes. For a queue or a cache, the rule"
            + " 'truncate' is the way: its rows are not read then",
        cause);
  }

  private void complete(Table table, Connection scratch) throws SQLException {
    try (Statement statement = scratch.createStatement()) {
      statement.setQueryTimeout(
          (int) Math.min(settings.statement().toSeconds(), Integer.MAX_VALUE));
      for (String alter : work.statementsAfterRows(table)) {
        statement.execute(alter);
      }
    }
  }

  static StageFailedException failed(Table table, SQLException e) {
    return new StageFailedException(
        ErrorCode.COPY_FAILED,
        "Copying the table " + table.name() + " failed (" + SqlErrors.describe(e) + ")",
        "Check that both servers run, and that the scratch is of the source's kind and version",
        e);
  }
}
