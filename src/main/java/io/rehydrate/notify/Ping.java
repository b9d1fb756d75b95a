package io.rehydrate.notify;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.settings.Notify;
import io.rehydrate.settings.Secret;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Calls the dead-man service of {@code notify.ping}, which raises an alarm where a night is not
 * heard of: below the address {@code /start} when one begins and {@code /fail} when one has failed,
 * the address itself when it has ended well.
 */
public final class Ping {
  private final SecretAddress address;

  public Ping(Secret address) {
    this.address = new SecretAddress(ErrorCode.NOTIFY_PING, address, SecretAddress.DEADLINE);
  }

  /**
   * Calls it, where the event is one of a night.
   *
   * @return what the server answered
   * @throws io.rehydrate.error.StageFailedException {@code notify.ping} where the server does not
   *     take it
   */
  public String post(Exchange exchange) {
    String text = exchange.getMessage().getBody(String.class);
    return switch (Channels.event(exchange)) {
      case Notify.NIGHT_BEGUN -> call("start", "");
      case Notify.NIGHT_SUCCEEDED, Notify.NIGHT_UNNEEDED, Notify.TEST -> call("", text);
      case Notify.NIGHT_FAILED, Notify.NIGHT_HELD, Notify.NIGHT_CANCELLED -> call("fail", text);
      default -> "was not called";
    };
  }

  private String call(String below, String text) {
    return address.post(below, SecretAddress.TEXT, text, Map.of());
  }
}
