package io.rehydrate.mask;

import io.rehydrate.mysql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL for texts that keep their shape. A digest is computed again wherever it is named, so the
 * shapes that make up nearly every column are filled from one digest, and what is left from one for
 * every ten characters. A template has a 0 where a digit is replaced.
 */
final class Shapes {
  /** Four windows of a digest, of {@link #WINDOW} hex digits each, fill ten characters each. */
  static final int POSITIONS = 40;

  static final int MOST_DIGITS = 16;

  /** The longest text that is masked by its shape. */
  static final int LONGEST = 1_000;

  private static final int GROUP = 10;
  private static final int WINDOW = 15;
  private static final int MOST_MARKS = 4;

  /** A $ in a pattern would pass over a line's end. */
  private static final String NOTHING_MORE = "(?![^0]|0)";

  private static final Pattern RUN = Pattern.compile("0+");
  private static final String ZEROS = "0".repeat(MOST_DIGITS);

  private Shapes() {}

  /** The first of the digits that a digest gives, {@code count} of them, 16 at most. */
  static String digits(String digest, String count) {
    return "RIGHT(CONCAT('" + ZEROS + "', CONV(LEFT(" + digest + ", 15), 16, 10)), " + count + ")";
  }

  private static int digitsOf(String template) {
    return (int) template.chars().filter(c -> c == '0').count();
  }

  /**
   * {@code WHEN text has the template's shape THEN filled}; LIKE rules most texts out cheaply.
   *
   * @param result the same template, or one with some digits given
   */
  static String when(String text, String template, String result, String digest) {
    List<String> runs = new ArrayList<>();
    Matcher run = RUN.matcher(template);
    while (run.find()) {
      runs.add("SUBSTR(" + text + ", " + (run.start() + 1) + ", " + run.group().length() + ")");
    }
    return " WHEN "
        + text
        + " LIKE "
        + Sql.text(template.replace('0', '_'))
        + " AND "
        + areDigits(String.join(", ", runs), "" + digitsOf(template))
        + " THEN "
        + filled(result, digits(digest, "" + digitsOf(result)));
  }

  /**
   * Nothing but digits, 18 at most: CONV reads as far as there are some. Both servers take longer
   * for a regular expression, MySQL three times as long.
   */
  private static String areDigits(String pieces, String length) {
    return "CHAR_LENGTH(CONV(CONCAT('1', " + pieces + "), 10, 10)) = 1 + " + length;
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
        sql = inserted(sql, "" + (at + 1), Sql.text(template.substring(at, end)));
      }
      at = end + 1;
    }
    return sql;
  }

  private static String inserted(String into, String at, String mark) {
    return "INSERT(" + into + ", " + at + ", 0, " + mark + ")";
  }

  /**
   * {@code WHEN text is groups of digits with one mark between them THEN filled}, from one digest.
   *
   * @param start pattern of what the text begins with
   * @param kept how many characters stay at the beginning
   */
  static String whenGrouped(String text, String start, int kept, char mark, String digest) {
    String quoted = "'" + mark + "'";
    String length = "CHAR_LENGTH(REPLACE(" + text + ", " + quoted + ", '')) - " + kept;
    String bare = "CONCAT(LEFT(" + text + ", " + kept + "), " + digits(digest, length) + ")";
    String one = "LOCATE(" + quoted + ", " + text + ")";
    String two = "LOCATE(" + quoted + ", " + text + ", " + one + " + 1)";
    // a place of 0, where there is no second mark, leaves the text as it is
    String few = inserted(inserted(bare, one, quoted), two, quoted);
    String more = few;
    for (int i = 3; i <= MOST_MARKS; i++) {
      String before = "SUBSTRING_INDEX(" + text + ", " + quoted + ", " + i + ")";
      more = inserted(more, "CHAR_LENGTH(" + before + ") + 1", quoted);
    }
    return String.format(
        " WHEN %1$s LIKE '%%%2$s%%' AND CHAR_LENGTH(%1$s) <= %3$d AND %1$s RLIKE"
            + " '^%4$s[0-9]*([%2$s][0-9]+){1,%5$d}%6$s' THEN IF(%1$s LIKE '%7$s%%', %8$s, %9$s)",
        text,
        mark,
        MOST_DIGITS + kept,
        start,
        MOST_MARKS,
        NOTHING_MORE,
        ("%" + mark).repeat(3),
        more,
        few);
  }

  /** A letter is replaced by this one. */
  static final String LETTER = "x";

  /** {@code WHEN} a text in a document is longer than any column's that such a mask is for. */
  static String whenTooLong(String text) {
    String length = "CHAR_LENGTH(" + text + ")";
    return " WHEN " + length + " > " + LONGEST + " THEN REPEAT('0', " + length + ")";
  }

  /** Every letter of any script by the same one. */
  static String withoutLetters(String text, String pattern) {
    return "REGEXP_REPLACE(" + text + ", " + pattern + ", '" + LETTER + "')";
  }

  /** Nothing but digits, 16 at most. */
  static String onlyDigits(String text) {
    String length = "CHAR_LENGTH(" + text + ")";
    return length + " <= " + MOST_DIGITS + " AND " + areDigits(text, length);
  }

  /** True for a digit of any script: unlike [0-9], this collation takes them all for the same. */
  static String isDigit(String character) {
    return character + " COLLATE utf8mb4_unicode_520_ci BETWEEN '0' AND '9'";
  }

  static String character(String text, int position) {
    return "SUBSTR(" + text + ", " + position + ", 1)";
  }

  /**
   * Position by position: each group is filled with digits, and all that is no digit put over them.
   * The parts of the group beyond a shorter text are not there, and nothing is put there.
   *
   * @param rest regular expression of what becomes 0 beyond the last position
   * @param replaced whether a position gets a digit
   * @param other what it gets otherwise
   */
  static String byPosition(
      String text,
      long room,
      String rest,
      String digest,
      IntFunction<String> replaced,
      IntFunction<String> other) {
    int positions = (int) Math.min(room, POSITIONS);
    List<String> groups = new ArrayList<>();
    for (int before = 0; before < positions; before += GROUP) {
      String sql = groupDigits(text, digest, before);
      for (int i = 1; i <= Math.min(GROUP, positions - before); i++) {
        sql =
            String.format(
                "INSERT(%s, IF(%s, 0, %d), 1, %s)",
                sql, replaced.apply(before + i), i, other.apply(before + i));
      }
      groups.add(before == 0 ? sql : ifLonger(text, before, sql));
    }
    if (room > POSITIONS) {
      String beyond = "SUBSTR(" + text + ", " + (POSITIONS + 1) + ")";
      String zeros = "REGEXP_REPLACE(" + beyond + ", '" + rest + "', '0')";
      groups.add(ifLonger(text, POSITIONS, zeros));
    }
    return "CONCAT(" + String.join(", ", groups) + ")";
  }

  /** As many digits as the text has characters there. */
  private static String groupDigits(String text, String digest, int before) {
    String window = "SUBSTR(" + digest + ", " + (1 + before / GROUP * WINDOW) + ", " + WINDOW + ")";
    String length = "LEAST(" + GROUP + ", CHAR_LENGTH(" + text + ") - " + before + ")";
    return "RIGHT(CONCAT('" + ZEROS + "', CONV(" + window + ", 16, 10)), " + length + ")";
  }

  private static String ifLonger(String text, int length, String sql) {
    return "IF(CHAR_LENGTH(" + text + ") > " + length + ", " + sql + ", '')";
  }
}
