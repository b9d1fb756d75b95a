package io.rehydrate.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads {@code logging.*}: what the daemon writes to its log files. */
final class LoggingSettings {
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");
  private static final int MOST_DAYS = 3650;

  private LoggingSettings() {}

  static Settings.Logging read(Reading reading) {
    return new Settings.Logging(
        reading.parsed("logging.level", LoggingSettings::level),
        reading.path("logging.directory").orElse(Path.of("logs")),
        reading.parsed("logging.rotation", Amounts::bytes).orElse(1L),
        reading.parsed("logging.keep", LoggingSettings::days).orElse(1),
        reading.parsed("logging.json", Amounts::flag).orElse(false));
  }

  private static String level(String text) {
    String level = text.toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new IllegalArgumentException("write one of " + String.join(", ", LEVELS));
    }
    return level;
  }

  /** {@code 30d}, or the number alone. */
  private static int days(String text) {
    int days = Amounts.days(text.matches("\\d+") ? text + "d" : text);
    if (days > MOST_DAYS) {
      throw new IllegalArgumentException("write at most " + MOST_DAYS + "d");
    }
    return days;
  }
}
