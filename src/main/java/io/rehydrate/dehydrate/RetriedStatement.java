package io.rehydrate.dehydrate;

import io.rehydrate.dehydrate.compile.ScratchStatement;
import io.rehydrate.dehydrate.compile.Task;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ActiveRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A statement of a running dehydration, which is executed again after a deadlock, a lock timeout or
 * a lost connection, if that is safe. Any other failure ends the night.
 */
public final class RetriedStatement {
  private static final int MOST_RETRIES = 3;
  private static final long FIRST_PAUSE_MILLIS = 2000;
  private static final int BACK_OFF = 3;
  private static final double JITTER = 0.15;

  /** A statement whose connection was lost may still be running, and lock what is to be removed. */
  private static final int UNDO_SECONDS = 300;

  private final ActiveRun run;
  private final DehydrationRun dehydration;
  private final Task task;
  private final ScratchStatement statement;
  private int failures;

  private RetriedStatement(
      ActiveRun run, DehydrationRun dehydration, Task task, ScratchStatement statement) {
    this.run = run;
    this.dehydration = dehydration;
    this.task = task;
    this.statement = statement;
  }

  /** A task's statements, none of them executed yet. */
  public static List<RetriedStatement> of(ActiveRun run, DehydrationRun dehydration, Task task) {
    return task.statements().stream()
        .map(statement -> new RetriedStatement(run, dehydration, task, statement))
        .toList();
  }

  public ActiveRun run() {
    return run;
  }

  /** Where it is executed. */
  public DataSource dataSource() {
    return dehydration.dataSource();
  }

  /**
   * The SQL of the next attempt; before a second one, what the first may have left is removed.
   *
   * @throws StageFailedException {@code run.cancelled}, {@code scratch.restarted}
   */
  public String sql() {
    if (failures > 0) {
      run.requireNotCancelled();
      dehydration.sessions().restarted(task.name(), null).ifPresent(RetriedStatement::fail);
      run.log().info(task.name() + ": retrying");
      statement.undo().ifPresent(this::execute);
    }
    return statement.sql();
  }

  private void execute(String sql) {
    JdbcTemplate template = new JdbcTemplate(dehydration.dataSource());
    template.setQueryTimeout(UNDO_SECONDS);
    template.execute(sql);
  }

  /**
   * Records what it did.
   *
   * @param rows how many it changed, as the server reports
   */
  public void succeeded(long rows) {
    dehydration.done(task, statement, rows);
    run.progress()
        .counter(dehydration.stage())
        .accept(dehydration.progress().weight(task, statement));
  }

  /**
   * Records a failed attempt.
   *
   * @return the pause until the next one: three times as long each time, 15 % more or less
   * @throws StageFailedException {@code dehydrate.failed}, {@code scratch.restarted}, {@code
   *     run.cancelled}: there is no next one
   */
  public Duration failed(Exception cause) {
    run.requireNotCancelled();
    Stream.iterate(cause, (Throwable at) -> at != null, Throwable::getCause)
        .filter(RehydrateException.class::isInstance)
        .map(RehydrateException.class::cast)
        .findFirst()
        .ifPresent(RetriedStatement::fail); // a session that can't be prepared has its own code
    Optional<TransientFailure> how = checksPutAside(cause).or(() -> TransientFailure.of(cause));
    if (how.isEmpty() || how.get() == TransientFailure.LOST) {
      dehydration.sessions().restarted(task.name(), cause).ifPresent(RetriedStatement::fail);
    }
    if (how.isEmpty() || !mayRetry(how.get())) {
      throw new StageFailedException(
          ErrorCode.DEHYDRATE_FAILED,
          "Failed at " + task.name() + ": " + SqlErrors.describeAny(cause),
          "Nothing is published. The next night starts from the beginning; 'plan sql' prints the"
              + " statement",
          cause);
    }
    failures++;
    note(how.get(), cause);
    return pause();
  }

  private Optional<TransientFailure> checksPutAside(Exception cause) {
    if (!TransientFailure.isBrokenCheck(cause)) {
      return Optional.empty();
    }
    Optional<String> alter = dehydration.checks().putAside(task, statement);
    alter.ifPresent(this::execute);
    return alter.map(done -> TransientFailure.CHECKS);
  }

  private boolean mayRetry(TransientFailure how) {
    return failures < MOST_RETRIES && (how != TransientFailure.LOST || statement.isRepeatable());
  }

  private void note(TransientFailure how, Exception cause) {
    run.log().info(task.name() + ": " + how.words() + " (" + SqlErrors.describeAny(cause) + ")");
    if (dehydration.interrupted(statement, how) && how == TransientFailure.LOST) {
      run.addReportNote(
          () ->
              "The connection to the scratch was lost at '"
                  + task.name()
                  + "', which was retried: the rows are right, their numbers under 'Why' may be too"
                  + " small.");
    }
  }

  private Duration pause() {
    double jitter = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis(
        Math.round(FIRST_PAUSE_MILLIS * Math.pow(BACK_OFF, failures - 1) * jitter));
  }

  private static void fail(RehydrateException failure) {
    throw failure;
  }
}
