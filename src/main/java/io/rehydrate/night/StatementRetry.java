package io.rehydrate.night;

import io.rehydrate.dehydrate.RetriedStatement;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.ActiveRun;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.sql.SqlConstants;
import org.apache.camel.spi.Policy;

/**
 * The policy around the {@code sql:} step of the dehydrate route. The body is a {@link
 * RetriedStatement}: the step gets its text and its sessions, and is called again for as long as
 * its failures are transient.
 */
public final class StatementRetry implements Policy {
  @Override
  public void beforeWrap(Route route, NamedNode definition) {
    // the step is taken as the route has it
  }

  @Override
  public Processor wrap(Route route, Processor step) {
    return exchange ->
        execute(exchange.getMessage().getMandatoryBody(RetriedStatement.class), step, exchange);
  }

  /**
   * Executes a statement until it succeeds.
   *
   * @throws StageFailedException {@code dehydrate.failed}, {@code scratch.restarted}, {@code
   *     run.cancelled}: it is not retried
   */
  private static void execute(RetriedStatement statement, Processor step, Exchange exchange)
      throws Exception {
    Optional<Exception> failure = attempt(statement, step, exchange);
    while (failure.isPresent()) {
      pause(statement.run(), statement.failed(failure.get()));
      failure = attempt(statement, step, exchange);
    }
    statement.succeeded(
        exchange.getMessage().getHeader(SqlConstants.SQL_UPDATE_COUNT, 0, Integer.class));
  }

  /** Why it failed; empty where it did not. */
  private static Optional<Exception> attempt(
      RetriedStatement statement, Processor step, Exchange exchange) {
    try {
      exchange.getMessage().setBody(statement.sql());
      exchange.getMessage().setHeader(SqlConstants.SQL_DATA_SOURCE, statement.dataSource());
      step.process(exchange);
      return Optional.ofNullable(exchange.getException());
    } catch (Exception e) {
      return Optional.of(e);
    } finally {
      exchange.setException(null);
    }
  }

  /** Ends early when the run is cancelled; the next attempt finds that out. */
  private static void pause(ActiveRun run, Duration pause) throws InterruptedException {
    CountDownLatch cancelled = new CountDownLatch(1);
    run.onCancel(cancelled::countDown);
    cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
