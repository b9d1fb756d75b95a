package io.rehydrate.dehydrate;

import io.rehydrate.dehydrate.compile.ScratchStatement;
import io.rehydrate.dehydrate.compile.Task;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ActiveRun;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Retries a statement after a deadlock, a lock timeout or a lost connection, if that is safe. Any
 * other failure ends the night.
 */
public final class StatementRetry {
  private static final int MOST_RETRIES = 3;
  private static final int BACK_OFF = 3;
  private static final double JITTER = 0.15;

  /** A statement whose connection was lost may still be running, and lock what is to be removed. */
  private static final int UNDO_SECONDS = 300;

  /** A statement that has not been executed yet. */
  public StatementAttempt begin(@Body ScratchStatement statement) {
    return new StatementAttempt(statement);
  }

  /**
   * The SQL of the next attempt; before a second one, what the first may have left is removed.
   *
   * @throws StageFailedException {@code run.cancelled}, {@code scratch.restarted}
   */
  public String sql(
      @Variable("run") ActiveRun run,
      @Variable("dehydration") DehydrationRun dehydration,
      @Variable("task") Task task,
      @Variable("attempt") StatementAttempt attempt) {
    if (attempt.failures() > 0) {
      run.requireNotCancelled();
      dehydration.sessions().restarted(task.name(), null).ifPresent(StatementRetry::fail);
      run.log().info(task.name() + ": retrying");
      attempt.statement().undo().ifPresent(undo -> execute(dehydration, undo));
    }
    return attempt.statement().sql();
  }

  private static void execute(DehydrationRun dehydration, String sql) {
    JdbcTemplate template = new JdbcTemplate(dehydration.dataSource());
    template.setQueryTimeout(UNDO_SECONDS);
    template.execute(sql);
  }

  /**
   * Records a failed attempt.
   *
   * @throws StageFailedException {@code dehydrate.failed}, {@code scratch.restarted}: the statement
   *     is not retried
   */
  public void failed(
      @Variable("run") ActiveRun run,
      @Variable("dehydration") DehydrationRun dehydration,
      @Variable("task") Task task,
      @Variable("attempt") StatementAttempt attempt,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
    run.requireNotCancelled();
    Stream.iterate(cause, at -> at != null, Throwable::getCause)
        .filter(RehydrateException.class::isInstance)
        .map(RehydrateException.class::cast)
        .findFirst()
        .ifPresent(StatementRetry::fail); // a session that can't be prepared has its own code
    Optional<TransientFailure> how =
        checksPutAside(dehydration, task, attempt, cause)
            .map(alter -> switchOff(dehydration, alter))
            .or(() -> TransientFailure.of(cause));
    if (how.isEmpty() || how.get() == TransientFailure.LOST) {
      dehydration.sessions().restarted(task.name(), cause).ifPresent(StatementRetry::fail);
    }
    if (how.isEmpty() || !mayRetry(attempt, how.get())) {
      throw new StageFailedException(
          ErrorCode.DEHYDRATE_FAILED,
          "Failed at " + task.name() + ": " + SqlErrors.describeAny(cause),
          "Nothing is published. The next night starts from the beginning; 'plan sql' prints the"
              + " statement",
          cause);
    }
    attempt.failed();
    run.log()
        .info(task.name() + ": " + how.get().words() + " (" + SqlErrors.describeAny(cause) + ")");
    if (dehydration.interrupted(attempt.statement(), how.get())
        && how.get() == TransientFailure.LOST) {
      run.addReportNote(
          () ->
              "The connection to the scratch was lost at '"
                  + task.name()
                  + "', which was retried: the rows are right, their numbers under 'Why' may be too"
                  + " small.");
    }
  }

  private static Optional<String> checksPutAside(
      DehydrationRun dehydration, Task task, StatementAttempt attempt, Exception cause) {
    return TransientFailure.isBrokenCheck(cause)
        ? dehydration.checks().putAside(task, attempt.statement())
        : Optional.empty();
  }

  private static TransientFailure switchOff(DehydrationRun dehydration, String checks) {
    execute(dehydration, checks);
    return TransientFailure.CHECKS;
  }

  private static boolean mayRetry(StatementAttempt attempt, TransientFailure how) {
    return attempt.failures() < MOST_RETRIES
        && (how != TransientFailure.LOST || attempt.statement().isRepeatable());
  }

  /**
   * Milliseconds until the next attempt: three times as long each time, 15 % more or less; 0 after
   * a success.
   *
   * @param first milliseconds before the second attempt
   */
  public long pause(@Variable("attempt") StatementAttempt attempt, long first) {
    if (!attempt.isPending()) {
      return 0;
    }
    double jitter = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
    return Math.round(first * Math.pow(BACK_OFF, attempt.failures() - 1) * jitter);
  }

  private static void fail(RehydrateException failure) {
    throw failure;
  }
}
