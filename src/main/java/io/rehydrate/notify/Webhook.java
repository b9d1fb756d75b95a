package io.rehydrate.notify;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Notify;
import io.rehydrate.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;

/**
 * Posts notifications to {@code notify.webhook}, as JSON that is signed where there is a secret.
 */
public final class Webhook {
  private final Optional<SecretAddress> address;
  private final Optional<Signature> signature;
  private final WebhookBody body;

  /**
   * @param settings without an address nothing is posted
   * @param runs the journal's runs, as they are now
   */
  public Webhook(Notify settings, Function<RunId, Optional<Run>> runs) {
    this(settings.webhook(), settings.webhookSecret(), runs, SecretAddress.DEADLINE);
  }

  /**
   * @param deadline of one notification
   */
  Webhook(
      Optional<Secret> address,
      Optional<Secret> secret,
      Function<RunId, Optional<Run>> runs,
      Duration deadline) {
    this.address = address.map(a -> new SecretAddress(ErrorCode.NOTIFY_WEBHOOK, a, deadline));
    this.signature = secret.map(Signature::new);
    this.body = new WebhookBody(runs);
  }

  /**
   * Posts the sentence, with its event and its run.
   *
   * @return what the server answered
   * @throws io.rehydrate.error.StageFailedException {@code notify.webhook} where the server does
   *     not take it
   */
  public String post(Exchange exchange) {
    return address
        .map(a -> post(a, body.of(exchange).getBytes(StandardCharsets.UTF_8)))
        .orElse("notify.webhook is not set");
  }

  private String post(SecretAddress to, byte[] bytes) {
    return to.post(
        "",
        SecretAddress.JSON,
        bytes,
        signature.map(s -> Map.of(Signature.HEADER, s.of(bytes))).orElse(Map.of()));
  }
}
