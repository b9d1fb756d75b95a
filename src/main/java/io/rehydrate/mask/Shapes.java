package io.rehydrate.mask;

import io.rehydrate.server.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL for texts that keep their shape. A digest is computed anew wherever it is named, so the
 * shapes that make up nearly every column are filled from one digest, and only what is left goes
 * position by position. A template has a 0 where a digit is replaced.
 */
final class Shapes {
  /** As many positions as a digest has windows of 8 hex digits, some to spare. */
  static final int POSITIONS = 40;

  static final int MOST_DIGITS = 16;

  private static final int GROUP = 8;
  private static final int MOST_MARKS = 4;
  private static final String ZEROS = "0".repeat(MOST_DIGITS);

  private Shapes() {}

  /** The first of the digits that a digest gives, {@code count} of them, 16 at most. */
  static String digits(String digest, String count) {
    return "RIGHT(CONCAT('" + ZEROS + "', CONV(LEFT(" + digest + ", 15), 16, 10)), " + count + ")";
  }

  static int digitsOf(String template) {
    return (int) template.chars().filter(c -> c == '0').count();
  }

  /** {@code WHEN text has the template's shape THEN filled}; LIKE rules most texts out cheaply. */
  static String when(String text, String template, String digits) {
    String like = template.replace('0', '_');
    String regex =
        template
            .chars()
            .mapToObj(c -> c == '0' ? "[0-9]" : "[" + (char) c + "]")
            .collect(Collectors.joining("", "^", "$"));
    return " WHEN "
        + text
        + " LIKE "
        + Sql.text(like)
        + " AND "
        + text
        + " RLIKE "
        + Sql.text(regex)
        + " THEN "
        + filled(template, digits);
  }

  /** From the left, so that every mark finds the ones before it in their places. */
  private static String filled(String template, String digits) {
    String sql = digits;
    int at = 0;
    while (at < template.length()) {
      int end = at;
      while (end < template.length() && template.charAt(end) != '0') {
        end++;
      }
      if (end > at) {
        sql =
            "INSERT("
                + sql
                + ", "
                + (at + 1)
                + ", 0, "
                + Sql.text(template.substring(at, end))
                + ")";
      }
      at = end + 1;
    }
    return sql;
  }

  /**
   * {@code WHEN text is groups of digits with one mark between them THEN filled}, from one digest.
   *
   * @param first a condition, and AND; or nothing
   * @param kept how many characters stay at the beginning; behind them are digits and marks alone
   */
  static String whenGrouped(String first, String text, int kept, char mark, String digest) {
    String bare = "REPLACE(" + text + ", '" + mark + "', '')";
    String sql =
        "CONCAT(LEFT("
            + text
            + ", "
            + kept
            + "), "
            + digits(digest, "CHAR_LENGTH(" + bare + ") - " + kept)
            + ")";
    for (int i = 1; i <= MOST_MARKS; i++) {
      String before = "SUBSTRING_INDEX(" + text + ", '" + mark + "', " + i + ")";
      sql = "INSERT(" + sql + ", CHAR_LENGTH(" + before + ") + 1, 0, '" + mark + "')";
    }
    return " WHEN "
        + first
        + "CHAR_LENGTH("
        + text
        + ") <= "
        + (MOST_DIGITS + kept)
        + " AND NOT SUBSTR("
        + text
        + ", "
        + (kept + 1)
        + ") RLIKE '[^0-9"
        + mark
        + "]' AND NOT "
        + text
        + " LIKE '%"
        + mark
        + "' AND CHAR_LENGTH("
        + text
        + ") - CHAR_LENGTH("
        + bare
        + ") BETWEEN 1 AND "
        + MOST_MARKS
        + " THEN "
        + sql;
  }

  /** Nothing but digits, 16 at most. A $ in a pattern would pass over a line's end. */
  static String onlyDigits(String text) {
    return "CHAR_LENGTH(" + text + ") <= " + MOST_DIGITS + " AND NOT " + text + " RLIKE '[^0-9]'";
  }

  /** The digit of a digest for one position, from 1 on. */
  static String digitAt(String digest, int position) {
    return "CONV(SUBSTR(" + digest + ", " + position + ", 8), 16, 10) % 10";
  }

  /** True for a digit of any script: unlike [0-9], this collation takes them all for the same. */
  static String isDigit(String character) {
    return character + " COLLATE utf8mb4_unicode_520_ci BETWEEN '0' AND '9'";
  }

  static String character(String text, int position) {
    return "SUBSTR(" + text + ", " + position + ", 1)";
  }

  /**
   * Position by position, in groups that a shorter text does not come to.
   *
   * @param rest regular expression of what becomes 0 beyond the last position
   */
  static String byPosition(String text, long room, String rest, IntFunction<String> at) {
    int positions = (int) Math.min(room, POSITIONS);
    List<String> groups = new ArrayList<>();
    for (int first = 1; first <= positions; first += GROUP) {
      String group =
          IntStream.rangeClosed(first, Math.min(first + GROUP - 1, positions))
              .mapToObj(at)
              .collect(Collectors.joining(", ", "CONCAT(", ")"));
      groups.add(first == 1 ? group : ifLonger(text, first - 1, group));
    }
    if (room > POSITIONS) {
      String beyond = "SUBSTR(" + text + ", " + (POSITIONS + 1) + ")";
      String replaced = "REGEXP_REPLACE(" + beyond + ", '" + rest + "', '0')";
      groups.add(ifLonger(text, POSITIONS, replaced));
    }
    return "CONCAT(" + String.join(", ", groups) + ")";
  }

  private static String ifLonger(String text, int length, String sql) {
    return "IF(CHAR_LENGTH(" + text + ") > " + length + ", " + sql + ", '')";
  }
}
