package io.rehydrate.notify;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.settings.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;

/** Posts notifications to {@code notify.webhook}, as text. */
public final class Webhook {
  private final Optional<SecretAddress> address;

  /**
   * @param address empty: nothing is posted
   */
  public Webhook(Optional<Secret> address) {
    this(address, SecretAddress.DEADLINE);
  }

  /**
   * @param deadline of one notification
   */
  Webhook(Optional<Secret> address, Duration deadline) {
    this.address =
        address.map(secret -> new SecretAddress(ErrorCode.NOTIFY_WEBHOOK, secret, deadline));
  }

  /**
   * Posts the text.
   *
   * @return what the server answered
   * @throws io.rehydrate.error.StageFailedException {@code notify.webhook} where the server does
   *     not take it
   */
  public String post(@Body String text) {
    return address
        .map(a -> a.post("", SecretAddress.TEXT, text, Map.of()))
        .orElse("notify.webhook is not set");
  }
}
