package io.rehydrate.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code logging.*}: what the daemon writes to its log files. */
final class LoggingSettings {
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");
  private static final Pattern SIZE = Pattern.compile("(?i)(\\d{1,6})\\s*(kB|MB|GB)");
  private static final int MOST_DAYS = 3650;

  private LoggingSettings() {}

  static Settings.Logging read(Reading reading) {
    return new Settings.Logging(
        reading.parsed("logging.level", LoggingSettings::level),
        reading.path("logging.directory").orElse(Path.of("logs")),
        reading.parsed("logging.rotation", LoggingSettings::bytes).orElse(1L),
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

  private static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException("write a size as 500kB, 50MB or 1GB");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
      case "kb" -> number << 10;
      case "mb" -> number << 20;
      default -> number << 30;
    };
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
