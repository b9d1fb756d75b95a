package io.rehydrate.run;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Times, sizes and numbers as a person reads them. */
public final class Figures {
  private static final int STEP = 1000;
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

  private Figures() {}

  /** {@code 2026-11-22 02:00:13Z}, in UTC as the ids are. */
  public static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ');
  }

  /** {@code 7 s}, {@code 3 m 12 s}, {@code 5 h 20 m}, {@code 3 d 4 h}. */
  public static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " m " + seconds % 60 + " s";
    }
    if (seconds < 48 * 3600) {
      return seconds / 3600 + " h " + seconds % 3600 / 60 + " m";
    }
    return seconds / 86400 + " d " + seconds % 86400 / 3600 + " h";
  }

  /** {@code 512 B}, {@code 1.2 GB}. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < UNITS.size() - 1) {
      value /= STEP;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS.get(unit));
  }

  /** A number with thousands apart. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
