package io.rehydrate.settings;

import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quartz.CronExpression;

/** The hour of the night as people write it, and as Quartz takes it. */
final class CronText {
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final Pattern DAY_ITEM =
      Pattern.compile(
          "(?:\\*|(?<from>[0-7]|[A-Z]{3})(?:-(?<to>[0-7]|[A-Z]{3}))?)(?:/(?<step>[1-7]))?");
  private static final Pattern NO_STEP = Pattern.compile("/0*(?!\\d)");

  private CronText() {}

  /**
   * Five fields as in crontab become Quartz's six; six stay as they are.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  static String toQuartz(String text) {
    String[] fields = text.strip().split("\\s+");
    String quartz =
        switch (fields.length) {
          case 5 -> fromCrontab(fields);
          case 6 -> String.join(" ", fields);
          default ->
              throw new IllegalArgumentException(
                  "write five fields as in crontab (0 2 * * *) or Quartz's six (0 0 2 * * ?)");
        };
    if (NO_STEP.matcher(quartz).find()) {
      throw new IllegalArgumentException("a step of 0 is no step");
    }
    return checked(quartz);
  }

  private static String checked(String quartz) {
    try {
      if (new CronExpression(quartz).getNextValidTimeAfter(Date.from(Instant.EPOCH)) == null) {
        throw new IllegalArgumentException("that moment never comes");
      }
      return quartz;
    } catch (ParseException e) {
      throw new IllegalArgumentException("Quartz does not take it: " + e.getMessage(), e);
    }
  }

  /** Quartz wants seconds before, and a question mark in one of the two day fields. */
  private static String fromCrontab(String[] fields) {
    boolean anyDayOfMonth = fields[2].equals("*") || fields[2].equals("?");
    boolean anyDayOfWeek = fields[4].equals("*") || fields[4].equals("?");
    if (!anyDayOfMonth && !anyDayOfWeek) {
      throw new IllegalArgumentException(
          "day of month and day of week are both given; leave one of them '*'");
    }
    String dayOfMonth = !anyDayOfWeek ? "?" : anyDayOfMonth ? "*" : fields[2];
    String dayOfWeek = anyDayOfWeek ? "?" : daysOfWeek(fields[4]);
    return String.join(" ", "0", fields[0], fields[1], dayOfMonth, fields[3], dayOfWeek);
  }

  /** By name: crontab's Sunday is 0 and 7, Quartz's is 1. */
  private static String daysOfWeek(String field) {
    TreeSet<Integer> days = new TreeSet<>();
    for (String item : field.toUpperCase(Locale.ROOT).split(",", -1)) {
      Matcher matcher = DAY_ITEM.matcher(item);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "the day of the week is 0 to 7 or a name like MON; '" + item + "' is neither");
      }
      int step = matcher.group("step") == null ? 1 : Integer.parseInt(matcher.group("step"));
      int from = matcher.group("from") == null ? 0 : day(matcher.group("from"));
      int to = from;
      if (matcher.group("to") != null) {
        to = day(matcher.group("to"));
      } else if (matcher.group("from") == null || matcher.group("step") != null) {
        to = 6;
      }
      if (to < from) {
        to += 7;
      }
      for (int day = from; day <= to; day += step) {
        days.add(day % 7);
      }
    }
    return days.stream().map(DAYS::get).collect(Collectors.joining(","));
  }

  private static int day(String text) {
    if (Character.isDigit(text.charAt(0))) {
      return Integer.parseInt(text);
    }
    int day = DAYS.indexOf(text);
    if (day < 0) {
      throw new IllegalArgumentException("'" + text + "' is no day of the week");
    }
    return day;
  }
}
