package io.rehydrate.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where the API and the console listen, and whether connections are encrypted. */
final class HttpSettings {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|\\[::1\\]");
  private static final String CERTIFICATE = "tls.certificate-file";
  private static final String KEY = "tls.key-file";

  private HttpSettings() {}

  static Settings.Http read(Reading reading, boolean users) {
    Optional<Settings.Tls> tls = tls(reading);
    boolean plain = reading.parsed("camel.server.plain", Amounts::flag).orElse(false);
    if (plain && tls.isPresent()) {
      reading
          .problems()
          .add("camel.server.plain", "true", "is given and so is " + CERTIFICATE + "; keep one");
    }
    String host = reading.text("camel.server.host").orElse("127.0.0.1");
    String managementHost = reading.text("camel.management.host").orElse(host);
    boolean encrypted = tls.isPresent() || plain || isGiven(reading);
    requireGuarded(reading, "camel.server.host", host, users, encrypted);
    if (reading.values().isGiven("camel.management.host")) {
      requireGuarded(reading, "camel.management.host", managementHost, users, encrypted);
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
    return new Settings.Http(host, port, managementPort, tls);
  }

  private static boolean isGiven(Reading reading) {
    return reading.values().isGiven(CERTIFICATE) || reading.values().isGiven(KEY);
  }

  /** Both files, or none. */
  private static Optional<Settings.Tls> tls(Reading reading) {
    requireNotBlank(reading, CERTIFICATE);
    requireNotBlank(reading, KEY);
    Optional<Path> certificate = reading.path(CERTIFICATE);
    Optional<Path> key = reading.path(KEY);
    if (certificate.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      String missing = certificate.isEmpty() ? CERTIFICATE : KEY;
      reading
          .problems()
          .add(missing, "is missing; TLS needs a certificate and its key, as PEM files");
      return Optional.empty();
    }
    if (!SecretFiles.isPrivate(KEY, key.get(), reading.problems())) {
      return Optional.empty();
    }
    Settings.Tls tls = new Settings.Tls(certificate.get(), key.get());
    Optional<String> problem = TlsFiles.problem(tls);
    problem.ifPresent(
        what -> reading.problems().add(CERTIFICATE, certificate.get().toString(), what));
    return problem.isPresent() ? Optional.empty() : Optional.of(tls);
  }

  /** An empty variable of the environment must not switch encryption off. */
  private static void requireNotBlank(Reading reading, String key) {
    boolean blank = reading.values().get(key).filter(String::isBlank).isPresent();
    if (blank) {
      reading
          .problems()
          .add(
              key,
              "is empty; name a PEM file, or take the key out of application.properties and "
                  + Values.variable(key)
                  + " out of the environment");
    }
  }

  private static void requireGuarded(
      Reading reading, String key, String host, boolean users, boolean encrypted) {
    List<String> lacking = new ArrayList<>();
    if (!users) {
      lacking.add("there are no users to ask for a password ('users add NAME --role operator')");
    }
    if (!encrypted) {
      lacking.add(
          "connections are not encrypted (tls.certificate-file and tls.key-file, or"
              + " camel.server.plain=true behind a reverse proxy that encrypts)");
    }
    if (!lacking.isEmpty() && !LOOPBACK.matcher(host).matches()) {
      reading
          .problems()
          .add(
              key,
              host,
              "is reachable from elsewhere, and "
                  + String.join(", and ", lacking)
                  + "; mend that, or use 127.0.0.1");
    }
  }
}
