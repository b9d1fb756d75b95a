package io.rehydrate.settings;

import java.util.List;
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
    // it would put the process's environment and Java's properties above what was checked here
    FIXED.put("camel.main.autoConfigurationEnvironmentVariablesEnabled", "false");
    FIXED.put("camel.main.autoConfigurationSystemPropertiesEnabled", "false");
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

  private static final List<String> GROUPS =
      List.of(
          "camel.main.", "camel.server.", "camel.management.", "camel.health.", "camel.metrics.");

  private CamelKeys() {}

  /** The values that every start has. */
  public static Map<String, String> fixed() {
    return Map.copyOf(FIXED);
  }

  /**
   * Camel's own settings of the environment, as {@code CAMEL_MAIN_SHUTDOWN_TIMEOUT}, that nothing
   * here reads and checks: Camel itself must not look for them.
   */
  public static Map<String, String> ofEnvironment(Map<String, String> environment) {
    Map<String, String> properties = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          for (String group : GROUPS) {
            String prefix = Values.variable(group);
            String key = group + name.substring(Math.min(prefix.length(), name.length()));
            if (name.startsWith(prefix) && otherSpelling(key).isEmpty()) {
              properties.put(key.toLowerCase(Locale.ROOT).replace('_', '-'), value);
            }
          }
        });
    return properties;
  }

  static void check(Reading reading) {
    for (String key : reading.values().written()) {
      fixed(key)
          .filter(value -> !value.equals(reading.values().get(key).orElse(value)))
          .ifPresent(
              value ->
                  reading.problems().add(key, "is always " + value + " here; take the key out"));
      otherSpelling(key)
          .ifPresent(known -> reading.problems().add(key, "is written " + known + " here"));
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

  /** Camel would take it for the key that is checked here. */
  private static Optional<String> otherSpelling(String key) {
    return KnownKeys.all().stream()
        .filter(known -> known.startsWith("camel.") && !known.equals(key))
        .filter(known -> plain(known).equals(plain(key)))
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
