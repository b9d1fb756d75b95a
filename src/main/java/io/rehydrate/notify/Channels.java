package io.rehydrate.notify;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.settings.Notify;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which notification goes to which channel, and what is said of one that fails. */
public final class Channels {
  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

  private final Notify settings;

  public Channels(Notify settings) {
    this.settings = settings;
  }

  /** The variable {@code event}; empty for a route of one's own that sets none. */
  static String event(Exchange exchange) {
    String event = exchange.getVariable("event", String.class);
    return event == null ? "" : event;
  }

  /** Whether {@code notify.on} wants the exchange's event; without an event it is sent anyway. */
  public boolean want(Exchange exchange, String channel) {
    String event = event(exchange);
    return event.isEmpty()
        || event.equals(Notify.TEST)
        || settings.wants(event)
        || (channel.equals(Notify.WEBHOOK) && !settings.chosen());
  }

  /** Logs why a channel did not take a notification. */
  public void failed(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    LOG.warn("A notification was not sent: {}", describe(failure));
  }

  /** Why a channel failed, without addresses of mail: a server repeats those that it refuses. */
  public static String describe(Throwable failure) {
    return Stream.iterate(failure, at -> at != null, Throwable::getCause)
        .filter(RehydrateException.class::isInstance)
        .map(RehydrateException.class::cast)
        .findFirst()
        .map(known -> known.getMessage() + ". " + known.hint() + " [" + known.code() + "]")
        .orElseGet(() -> ofMail(failure));
  }

  private static String ofMail(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root == failure ? said(root) : said(failure) + "; " + said(root);
  }

  private static String said(Throwable failure) {
    String text = failure.getMessage() == null ? "" : failure.getMessage();
    return failure.getClass().getSimpleName()
        + ": "
        + text.strip().replaceAll("\\s+", " ").replaceAll("[^\\s<>:;,()]+@[^\\s<>:;,()]+", "***");
  }
}
