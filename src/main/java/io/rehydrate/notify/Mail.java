package io.rehydrate.notify;

import io.rehydrate.error.PrintableText;
import io.rehydrate.settings.Notify;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Heads of the mails to {@code notify.mail.to}. They are headers, since an endpoint's address is in
 * logs, metrics and JMX.
 */
public final class Mail {
  private static final int LONGEST_SUBJECT = 120;

  private final Notify.Mail settings;

  public Mail(Notify.Mail settings) {
    this.settings = settings;
  }

  /** Makes a message of the sentence: with sender, recipients, a subject, and no other header. */
  public void head(Exchange exchange) {
    String text = exchange.getMessage().getBody(String.class);
    String line = PrintableText.line(text);
    exchange.getMessage().removeHeaders("*");
    exchange
        .getMessage()
        .setHeaders(
            new HashMap<>(
                Map.of(
                    "From",
                    settings.from(),
                    "To",
                    String.join(",", settings.to()),
                    "Subject",
                    "Rehydrate: " + line.substring(0, Math.min(line.length(), LONGEST_SUBJECT)),
                    "Content-Type",
                    "text/plain; charset=utf-8")));
  }
}
