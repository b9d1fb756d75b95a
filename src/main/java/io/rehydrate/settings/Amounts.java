package io.rehydrate.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, sizes and shares as people write them. */
public final class Amounts {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})\\s*(s|m|h|d)");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");
  private static final Pattern SIZE = Pattern.compile("(?i)(\\d{1,6})\\s*(kB|MB|GB)");

  private Amounts() {}

  /** {@code 20s}, {@code 15m}, {@code 6h}, {@code 90d} */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("write a duration as 20s, 15m, 6h or 90d");
    }
    long number = Long.parseLong(matcher.group(1));
    if (number == 0) {
      throw new IllegalArgumentException("a duration is more than nothing");
    }
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** {@code 7d} */
  static int days(String text) {
    if (!text.endsWith("d")) {
      throw new IllegalArgumentException("write whole days, as 7d");
    }
    return (int) duration(text).toDays();
  }

  /** {@code 1%} as 0.01 */
  static double share(String text) {
    Matcher matcher = PERCENT.matcher(text);
    if (!matcher.matches() || Double.parseDouble(matcher.group(1)) > 100) {
      throw new IllegalArgumentException("write a percentage from 0% to 100%, as 1%");
    }
    return Double.parseDouble(matcher.group(1)) / 100;
  }

  /** {@code 500kB}, {@code 50MB}, {@code 1GB} */
  static long bytes(String text) {
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

  /** A switch. */
  static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("write true or false");
    };
  }
}
