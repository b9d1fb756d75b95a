package io.rehydrate.settings;

import java.util.regex.Pattern;

/** Reads where the API and the console listen, and who may use them. */
final class HttpSettings {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|\\[::1\\]");

  private HttpSettings() {}

  static Settings.Http read(Reading reading, Settings.Users known) {
    boolean users = false; // TLS comes next
    String host = reading.text("camel.server.host").orElse("127.0.0.1");
    String managementHost = reading.text("camel.management.host").orElse(host);
    requireLoopback(reading, "camel.server.host", host, users);
    if (reading.values().isGiven("camel.management.host")) {
      requireLoopback(reading, "camel.management.host", managementHost, users);
    }
    reading.note("camel.management.host", managementHost);
    int port = reading.number("camel.server.port", 8080, 0, 65535);
    int managementPort = reading.number("camel.management.port", 8081, 0, 65535);
    if (port != 0 && port == managementPort) {
      reading
          .problems()
          .add(
              "camel.management.port",
              String.valueOf(port),
              "is camel.server.port too; take another one");
    }
    return new Settings.Http(host, port, managementPort);
  }

  private static void requireLoopback(Reading reading, String key, String host, boolean users) {
    if (!users && !LOOPBACK.matcher(host).matches()) {
      reading
          .problems()
          .add(
              key,
              host,
              "is reachable from elsewhere, and there are no users to ask for a password; use"
                  + " 127.0.0.1");
    }
  }
}
