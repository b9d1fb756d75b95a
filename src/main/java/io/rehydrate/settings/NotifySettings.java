package io.rehydrate.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Reads {@code notify.*}: where notifications go. */
final class NotifySettings {
  private NotifySettings() {}

  static Settings.Notify read(Reading reading) {
    Optional<Secret> webhook =
        reading.values().get("notify.webhook").map(String::strip).map(Secret::new);
    webhook
        .filter(secret -> !isAddress(secret.reveal()))
        .ifPresent(
            secret ->
                reading
                    .problems()
                    .add("notify.webhook", "write https://host/path, without a login in it"));
    return new Settings.Notify(webhook.filter(secret -> isAddress(secret.reveal())));
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      boolean web =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      return web && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
