package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What routes call to carry a run. Whatever a route does or leaves out, the run ends with the
 * exchange that it was begun with: failed, stopped half-way, or without a line that ends it.
 */
public final class RunSteps {
  private static final Logger LOG = LoggerFactory.getLogger(RunSteps.class);
  private static final String NOTIFY = "direct:notify";

  private final Runs runs;
  private final String releaseRoute;

  /**
   * @param releaseRoute the endpoint that removes the scratch of a night
   */
  public RunSteps(Runs runs, String releaseRoute) {
    this.runs = runs;
    this.releaseRoute = releaseRoute;
  }

  /** A run's id out of its text: a queue's row has it so. */
  public RunId id(String text) {
    return new RunId(text);
  }

  /**
   * Takes a queued run for this process before a route gets it.
   *
   * @return its id; null where another process is faster, or its lease is held: a route's filter
   *     asks
   */
  public RunId claim(RunId id) {
    return id == null ? null : runs.start().claim(id).map(ActiveRun::id).orElse(null);
  }

  /** A run that died and may continue under its id, taken for this process; null: there is none. */
  public RunId nextResumable() {
    return runs.nextResumable();
  }

  /** As {@link #nextResumable}, under the name that edited copies of earlier routes use. */
  public RunId toGoOn() {
    return nextResumable();
  }

  /**
   * Begins a run, queued or claimed; it ends with this exchange at the latest.
   *
   * @throws io.rehydrate.error.BusyException {@code lease.held}, {@code run.taken}
   */
  public ActiveRun begin(RunId id, Exchange exchange) {
    ActiveRun run = runs.start().attach(id, exchange.getExchangeId());
    exchange.getExchangeExtension().addOnCompletion(new RunCompletion(this, run));
    return run;
  }

  /** Begins a step of the run; a route's line between two steps. */
  public void step(@Variable("run") ActiveRun run, String name, Exchange exchange) {
    String id = exchange.getExchangeId();
    if (!isPiece(exchange) && !run.carrier().getAndSet(id).equals(id)) {
      exchange.getExchangeExtension().addOnCompletion(new RunCompletion(this, run));
    }
    run.step(name);
  }

  /** What ends within the exchange that it was split from does not carry the run. */
  private static boolean isPiece(Exchange exchange) {
    return exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX) != null
        || exchange.getProperty(ExchangePropertyKey.MULTICAST_INDEX) != null;
  }

  /** Notes why a run's step failed. */
  public void fail(
      @Variable("run") ActiveRun run,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
    runs.fail(run, cause);
  }

  /** Ends a run, as failed where its route has not done what the run is for. */
  public void end(@Variable("run") ActiveRun run) {
    if (!run.isAccomplished()) {
      runs.fail(
          run,
          new StageFailedException(
              ErrorCode.RUN_UNFINISHED,
              "The route ended the run before "
                  + switch (run.run().kind()) {
                    case NIGHT -> "its dump was published";
                    case REFRESH -> "its target was exchanged";
                    case REHEARSAL -> "its ref was rehearsed";
                    case CLONE -> "its clone was made or changed";
                  },
              "Look in its route for a 'stop' or a step that was left out: 'routes check'"));
    }
    runs.end(run);
  }

  /** How a run ended, in a sentence for people who wait for news. */
  public String news(@Variable("run") ActiveRun run) {
    return runs.news(run);
  }

  /** Of what {@link #news} reports: {@code night-failed} and the like. */
  public String event(@Variable("run") ActiveRun run) {
    return runs.event(run);
  }

  /** The exchange is done, and carries the run no longer. */
  void completed(ActiveRun run, Exchange exchange) {
    try {
      endWhatIsLeft(run, exchange);
    } finally {
      run.carrier().compareAndSet(exchange.getExchangeId(), "");
    }
  }

  /** What the route did not do is done now. */
  private void endWhatIsLeft(ActiveRun run, Exchange exchange) {
    if (run.hasEnded() || run.isLeft() || !isCarriedBy(run, exchange)) {
      return;
    }
    Exception failure =
        exchange.getException() != null
            ? exchange.getException()
            : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (failure != null) {
      runs.fail(run, failure);
    }
    try (ProducerTemplate template = exchange.getContext().createProducerTemplate()) {
      if (run.run().kind() == RunKind.NIGHT && !run.isSuspended()) {
        send(template, releaseRoute, run).ifPresent(failed -> runs.fail(run, failed));
      }
      end(run);
      send(template, NOTIFY, run);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A run that a queue's route has begun may be on its way to another exchange, by a wire tap. */
  private boolean isCarriedBy(ActiveRun run, Exchange exchange) {
    if (!run.carrier().get().equals(exchange.getExchangeId())) {
      return false;
    }
    boolean leaves =
        run.at().step().isEmpty()
            && exchange.getException() == null
            && exchange.getFromEndpoint() != null
            && exchange.getFromEndpoint().getEndpointUri().startsWith("sql:");
    if (leaves) {
      runs.start().detach(run);
    }
    return !leaves;
  }

  private Optional<Exception> send(ProducerTemplate template, String endpoint, ActiveRun run) {
    Exchange sent = template.send(endpoint, exchange -> exchange.setVariable("run", run));
    Optional<Exception> failure = Optional.ofNullable(sent.getException());
    failure.ifPresent(
        e -> {
          String why = ActiveRun.describe(e).message();
          run.log().info(endpoint + " failed: " + why);
          LOG.warn("{} of {} failed: {}", endpoint, run.id(), why);
        });
    return failure;
  }
}
