package io.rehydrate.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a URL asks of encryption, in whichever driver's words: a driver passes over what it does not
 * know, and would connect in the clear.
 */
final class SslMode {
  private static final List<String> MODES =
      List.of("DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY");

  /** MariaDB Connector/J's words. */
  private static final Map<String, String> OTHER_WORDS =
      Map.of(
          "DISABLE", "DISABLED",
          "TRUST", "REQUIRED",
          "VERIFY_FULL", "VERIFY_IDENTITY");

  private static final Set<String> NAMES =
      Set.of(
          "sslmode", "usessl", "requiressl", "verifyservercertificate", "trustservercertificate");

  private SslMode() {}

  static boolean isAbout(String parameter) {
    return NAMES.contains(parameter.toLowerCase(Locale.ROOT));
  }

  /**
   * The mode in Connector/J's words; empty where the URL says nothing.
   *
   * @throws IllegalArgumentException where a value means nothing
   */
  static Optional<String> of(Map<String, String> parameters) {
    Optional<String> mode = value(parameters, "sslmode");
    if (mode.isPresent()) {
      String word = mode.get().toUpperCase(Locale.ROOT).replace('-', '_');
      word = OTHER_WORDS.getOrDefault(word, word);
      if (!MODES.contains(word)) {
        throw new IllegalArgumentException("sslMode is one of " + String.join(", ", MODES));
      }
      return Optional.of(word);
    }
    Optional<Boolean> use = flag(parameters, "usessl");
    if (use.equals(Optional.of(false))) {
      return Optional.of("DISABLED");
    }
    Optional<Boolean> verify = flag(parameters, "verifyservercertificate");
    if (verify.equals(Optional.of(true))) {
      return Optional.of("VERIFY_CA");
    }
    boolean asked =
        use.equals(Optional.of(true))
            || flag(parameters, "requiressl").equals(Optional.of(true))
            || flag(parameters, "trustservercertificate").equals(Optional.of(true));
    return asked ? Optional.of("REQUIRED") : Optional.empty();
  }

  private static Optional<Boolean> flag(Map<String, String> parameters, String name) {
    return value(parameters, name)
        .map(
            text ->
                text.isEmpty()
                    || Arrays.asList("true", "yes", "1").contains(text.toLowerCase(Locale.ROOT)));
  }

  private static Optional<String> value(Map<String, String> parameters, String name) {
    return parameters.entrySet().stream()
        .filter(p -> p.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
