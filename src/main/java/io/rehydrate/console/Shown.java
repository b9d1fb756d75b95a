package io.rehydrate.console;

import io.rehydrate.run.Figures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times, sizes and numbers as the pages show them: times in the zone of the nights. */
public final class Shown {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.UK);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.UK);
  private static final DateTimeFormatter TIME_OF_YEAR =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.UK);
  private static final Duration NEAR = Duration.ofDays(180);

  private final Clock clock;
  private final ZoneId zone;

  public Shown(Clock clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * A time in three forms.
   *
   * @param iso for programs
   * @param text local, with its zone
   * @param ago how long ago, or ahead, that is
   */
  public record When(String iso, String text, String ago) {}

  public When when(Instant time) {
    ZonedDateTime local = time.atZone(zone);
    boolean near = Duration.between(time, clock.instant()).abs().compareTo(NEAR) < 0;
    return new When(
        time.truncatedTo(ChronoUnit.SECONDS).toString(),
        local.format(near ? TIME : TIME_OF_YEAR) + " " + zoneOf(local),
        ago(time));
  }

  /** {@code CET}; of a zone without such a name, {@code UTC+05:30}. */
  private static String zoneOf(ZonedDateTime time) {
    String name = DateTimeFormatter.ofPattern("zzz", Locale.UK).format(time);
    String offset = time.getOffset().getId();
    return name.matches("[A-Z]{2,5}") ? name : "UTC" + (offset.equals("Z") ? "" : offset);
  }

  /** {@code Europe/Berlin}. */
  public String zone() {
    return zone.getId();
  }

  /** The day on which a time is. */
  public String day(Instant time) {
    return day(LocalDate.ofInstant(time, zone));
  }

  public String day(LocalDate day) {
    return day.format(DAY);
  }

  /** {@code just now}, {@code 5 min ago}, {@code in 3 h}. */
  public String ago(Instant time) {
    Duration since = Duration.between(time, clock.instant());
    String length = rough(since.abs());
    if (length.isEmpty()) {
      return "just now";
    }
    return since.isNegative() ? "in " + length : length + " ago";
  }

  /** {@code 9 h}. */
  public String age(Instant time) {
    String length = rough(Duration.between(time, clock.instant()).abs());
    return length.isEmpty() ? "under a minute" : length;
  }

  private static String rough(Duration duration) {
    long minutes = duration.toMinutes();
    if (minutes < 1) {
      return "";
    }
    if (minutes < 60) {
      return minutes + " min";
    }
    return minutes < 48 * 60 ? minutes / 60 + " h" : minutes / 1440 + " days";
  }

  public String bytes(long bytes) {
    return Figures.bytes(bytes);
  }

  public String number(long number) {
    return Figures.number(number);
  }

  /** {@code 0.4 s}, {@code 7 s}, {@code 3 m 12 s}. */
  public String seconds(double seconds) {
    if (seconds > 0 && seconds < 0.1) {
      return "under 0.1 s";
    }
    return seconds < 10 && seconds > 0
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : Figures.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  /** {@code 3 %}, {@code 0.04 %}; empty where there is nothing to compare with. */
  public String share(long part, long whole) {
    if (whole <= 0) {
      return "";
    }
    double percent = 100.0 * part / whole;
    String form = percent == 0 || percent >= 10 ? "%.0f %%" : percent >= 1 ? "%.1f %%" : "%.2g %%";
    return percent > 0 && percent < 0.01
        ? "under 0.01 %"
        : String.format(Locale.ROOT, form, percent);
  }

  /** The time that passes between the two. */
  public String between(Instant from, Instant to) {
    return Figures.duration(Duration.between(from, to));
  }

  public String since(Instant from) {
    return between(from, clock.instant());
  }
}
