package io.rehydrate.daemon;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.notify.Channels;
import io.rehydrate.settings.Notify;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;

/** Sends a notification to every channel that is set, by its route, and waits for the answers. */
public final class ChannelTrial {
  private static final String SENTENCE =
      "A test of Rehydrate's notifications: this channel works, there is nothing to do";

  private final Beans beans;

  public ChannelTrial(Beans beans) {
    this.beans = beans;
  }

  /**
   * What became of it at one channel.
   *
   * @param said what the server answered, or why it could not be sent
   */
  public record Answer(String channel, boolean sent, String said) {}

  /**
   * Sends them, one after the other.
   *
   * @throws InvalidException {@code notify.none} where no channel is set
   */
  public List<Answer> answers() {
    List<String> channels = beans.settings().notifications().channels();
    if (channels.isEmpty()) {
      throw new InvalidException(
          ErrorCode.NOTIFY_NONE,
          "No channel for notifications is set",
          "Set notify.webhook, notify.slack, notify.mail.*, notify.ntfy or notify.ping in"
              + " application.properties");
    }
    try (Engine engine = Engine.aside(beans);
        ProducerTemplate template = engine.context().createProducerTemplate()) {
      return channels.stream().map(channel -> send(engine, template, channel)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer send(Engine engine, ProducerTemplate template, String channel) {
    String endpoint = "direct:notify-" + channel;
    if (engine.context().getRoutes().stream().noneMatch(route -> begins(route, endpoint))) {
      return new Answer(
          channel,
          false,
          "no route begins with " + endpoint + "; 'rehydrate routes diff notify' shows why");
    }
    Exchange sent =
        template.request(
            endpoint,
            exchange -> {
              exchange.setVariable("event", Notify.TEST);
              exchange.getMessage().setBody(SENTENCE);
            });
    return failure(sent)
        .map(failure -> new Answer(channel, false, Channels.describe(failure)))
        .orElseGet(() -> new Answer(channel, true, said(sent)));
  }

  /**
   * The route has handled a failure already: it was logged. One that another attempt made good is
   * still noted as caught.
   */
  private static Optional<Exception> failure(Exchange sent) {
    return Optional.ofNullable(sent.getException())
        .or(
            () ->
                Optional.ofNullable(
                        sent.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class))
                    .filter(caught -> sent.getExchangeExtension().isFailureHandled()));
  }

  private static boolean begins(Route route, String endpoint) {
    return route.getEndpoint().getEndpointUri().equals(endpoint.replace("direct:", "direct://"));
  }

  private static String said(Exchange sent) {
    String body = sent.getMessage().getBody(String.class);
    return SENTENCE.equals(body) ? "was taken by its server" : body;
  }
}
