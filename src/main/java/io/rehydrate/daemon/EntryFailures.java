package io.rehydrate.daemon;

import io.rehydrate.error.FailurePlace;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.SqlErrors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what failed in a route that nobody waits for: a timer's, a queue's. */
public final class EntryFailures {
  private static final Logger LOG = LoggerFactory.getLogger(EntryFailures.class);

  /** One line, with the place of what nobody has foreseen. */
  public void log(
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure, Exchange exchange) {
    String route = exchange.getFromRouteId();
    Stream.iterate((Throwable) failure, at -> at != null, Throwable::getCause)
        .filter(RehydrateException.class::isInstance)
        .map(RehydrateException.class::cast)
        .findFirst()
        .ifPresentOrElse(
            known ->
                LOG.warn("{}: {} [{}] {}", route, known.getMessage(), known.code(), known.hint()),
            () ->
                LOG.warn(
                    "{}: unexpected: {}{}",
                    route,
                    SqlErrors.describeAny(failure),
                    FailurePlace.of(failure).map(place -> " in " + place).orElse("")));
    LOG.debug("{} failed", route, failure);
  }
}
