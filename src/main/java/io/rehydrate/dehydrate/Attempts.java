package io.rehydrate.dehydrate;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.server.SqlErrors;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Says of a statement that failed whether it may run once more, and clears the way for it. */
public final class Attempts {
  /** A statement whose connection was lost may still be at work, and hold what is to be cleared. */
  private static final int PATIENCE_SECONDS = 300;

  /**
   * Before each attempt: takes away what the one before may have left.
   *
   * @throws StageFailedException {@code run.cancelled}, {@code scratch.restarted}
   */
  public void begin(
      @Variable("run") ActiveRun run,
      @Variable("dehydration") Dehydration dehydration,
      @Variable("task") Task task,
      @Body String statement) {
    if (dehydration.interruption(statement).isEmpty()) {
      return;
    }
    run.requireNotCancelled();
    dehydration.sessions().restarted(task.name(), null).ifPresent(Attempts::fail);
    run.log().info(task.name() + ": once more");
    Optional<String> undo = Rerun.of(statement, Dehydrator.helperSchema(run.id())).undo();
    if (undo.isPresent()) {
      JdbcTemplate template = new JdbcTemplate(dehydration.dataSource());
      template.setQueryTimeout(PATIENCE_SECONDS);
      template.execute(undo.get());
    }
  }

  /**
   * Tells a failure.
   *
   * @throws StatementInterruptedException where the statement may run once more
   * @throws StageFailedException {@code dehydrate.failed}, {@code scratch.restarted}
   */
  public void failed(
      @Variable("run") ActiveRun run,
      @Variable("dehydration") Dehydration dehydration,
      @Variable("task") Task task,
      @Body String statement,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
    run.requireNotCancelled();
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof RehydrateException told) {
        throw told; // a session that could not be made ready says why
      }
    }
    StageFailedException failure =
        new StageFailedException(
            ErrorCode.DEHYDRATE_FAILED,
            "Failed at " + task.name() + ": " + SqlErrors.describeAny(cause),
            "Nothing is published. A later night begins anew; 'plan sql' prints the statement",
            cause);
    Optional<Interruption> how =
        dehydration
            .checks()
            .putAside(task, statement, cause)
            .map(alter -> putAside(dehydration, alter))
            .or(() -> Interruption.of(cause));
    if (how.isEmpty() || how.get() == Interruption.LOST) {
      dehydration.sessions().restarted(task.name(), cause).ifPresent(Attempts::fail);
    }
    boolean mayRunAgain =
        how.isPresent()
            && (how.get() != Interruption.LOST
                || Rerun.of(statement, Dehydrator.helperSchema(run.id())).possible());
    if (!mayRunAgain) {
      throw failure;
    }
    run.log()
        .info(task.name() + ": " + how.get().words() + " (" + SqlErrors.describeAny(cause) + ")");
    if (dehydration.interrupted(statement, how.get()) && how.get() == Interruption.LOST) {
      run.remark(
          () ->
              "The connection to the scratch was lost at '"
                  + task.name()
                  + "', which ran once more: the rows are right, their numbers under 'Why' may be"
                  + " too small.");
    }
    throw new StatementInterruptedException(failure);
  }

  private static Interruption putAside(Dehydration dehydration, String alter) {
    JdbcTemplate template = new JdbcTemplate(dehydration.dataSource());
    template.setQueryTimeout(PATIENCE_SECONDS);
    template.execute(alter);
    return Interruption.CHECKS;
  }

  private static void fail(StageFailedException failure) {
    throw failure;
  }
}
