package io.rehydrate.plan;

import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 13 months}: a stretch of calendar time counted back from a run's as-of time. */
public record Window(int amount, Unit unit) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,4}) (day|week|month|year)s?");

  /** A unit of the calendar. */
  public enum Unit {
    DAY,
    WEEK,
    MONTH,
    YEAR
  }

  /**
   * @throws IllegalArgumentException unless it reads like {@code 90 days} or {@code 13 months}
   */
  public static Window parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a number of days, weeks, months or years, like '13 months'");
    }
    return new Window(
        Integer.parseInt(matcher.group(1)),
        Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)));
  }

  /** Where the window begins. */
  public ZonedDateTime startingBefore(ZonedDateTime asOf) {
    Period period =
        switch (unit) {
          case DAY -> Period.ofDays(amount);
          case WEEK -> Period.ofWeeks(amount);
          case MONTH -> Period.ofMonths(amount);
          case YEAR -> Period.ofYears(amount);
        };
    return asOf.minus(period);
  }
}
