package io.rehydrate.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Camel's own settings that the daemon depends on: they are set for every start, and another value
 * in the file or the environment is refused instead of being overridden in silence.
 */
public final class CamelKeys {
  private static final Map<String, String> FIXED = new TreeMap<>();

  static {
    FIXED.put("camel.main.name", "rehydrate");
    FIXED.put("camel.main.useMdcLogging", "false");
    FIXED.put("camel.main.sourceLocationEnabled", "true");
    // Camel would read a file of a dump into memory before it gives it to the next step
    FIXED.put("camel.main.streamCachingEnabled", "false");
    FIXED.put("camel.metrics.enabled", "true");
    FIXED.put("camel.metrics.clearOnReload", "false");
    FIXED.put("camel.management.enabled", "true");
    FIXED.put("camel.management.healthCheckEnabled", "true");
    FIXED.put("camel.management.infoEnabled", "true");
    FIXED.put("camel.management.metricsEnabled", "true");
    FIXED.put("camel.server.enabled", "true");
    FIXED.put("camel.server.authenticationPath", "/*");
  }

  /** Set to what fits the home folder and the contract; given, they are refused. */
  private static final Map<String, String> OURS =
      Map.of(
          "camel.main.routesIncludePattern", "routes are the files routes/*.camel.yaml",
          "camel.main.routesExcludePattern", "routes are the files routes/*.camel.yaml",
          "camel.server.maxBodySize", "a request holds a few short texts");

  private CamelKeys() {}

  /** The values that every start has. */
  public static Map<String, String> fixed() {
    return Map.copyOf(FIXED);
  }

  static void check(Reading reading) {
    for (String key : reading.values().written()) {
      fixed(key)
          .filter(value -> !value.equals(reading.values().get(key).orElse(value)))
          .ifPresent(
              value ->
                  reading.problems().add(key, "is always " + value + " here; take the key out"));
      ours(key).ifPresent(why -> reading.problems().add(key, "is not for you to set: " + why));
    }
    reading.values().environment().forEach((name, value) -> check(reading, name, value));
  }

  private static void check(Reading reading, String variable, String value) {
    FIXED.forEach(
        (key, fixed) -> {
          if (plain(key).equals(plain(variable)) && !fixed.equals(value)) {
            reading
                .problems()
                .add(variable, "would set " + key + ", which is always " + fixed + " here");
          }
        });
    OURS.forEach(
        (key, why) -> {
          if (plain(key).equals(plain(variable))) {
            reading.problems().add(variable, "would set " + key + ": " + why);
          }
        });
  }

  private static Optional<String> fixed(String key) {
    return FIXED.entrySet().stream()
        .filter(entry -> plain(entry.getKey()).equals(plain(key)))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Optional<String> ours(String key) {
    return OURS.entrySet().stream()
        .filter(entry -> plain(entry.getKey()).equals(plain(key)))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Camel takes {@code camel.main.stream-caching-enabled} and CAMEL_MAIN_... for the same key. */
  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
  }
}
