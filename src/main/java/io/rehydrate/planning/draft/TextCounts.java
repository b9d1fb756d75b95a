package io.rehydrate.planning.draft;

import io.rehydrate.mask.Masks;
import io.rehydrate.mysql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** SQL that counts what texts look like, and the reading of its result. */
final class TextCounts {
  /** How many columns {@link #of} gives. */
  static final int COLUMNS = 11;

  private static final int WIDTH = 200;

  private static final String EMAIL = "^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$";
  private static final String PHONE = "^[+(]?[0-9][0-9 ()/.-]{6,18}[0-9]$";
  private static final String NOT_PHONE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}";
  private static final String ADDRESS =
      "^([0-9]{1,3}[.]){3}[0-9]{1,3}$|^[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}$";
  private static final String NUMBER =
      "^[0-9]{3}-[0-9]{2}-[0-9]{4}$|^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,30}$|^[0-9]{4}(["
          + " -]?[0-9]{4}){3}$";
  private static final String TECHNICAL =
      "^[0-9A-Fa-f]{16,}$|^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"
          + "|^[a-z]+/[a-z0-9.+-]+$";

  private static final String CAPITALISED =
      "^[[:upper:]][^ 0-9._]* ([[:upper:]][^ 0-9._]* ){0,2}[[:upper:]][^ 0-9._]*$";

  private static final List<String> FIRST_NAMES = firstNames();
  private static final String FIRST_NAMES_IN_SQL =
      FIRST_NAMES.stream().map(Sql::text).collect(Collectors.joining(", ", "(", ")"));

  private TextCounts() {}

  private static List<String> firstNames() {
    try (InputStream in = Masks.class.getResourceAsStream("first-names.txt")) {
      return List.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isFirstName(String word) {
    return FIRST_NAMES.contains(word);
  }

  /** The beginning of a text, NULL where it is empty: all that the counts look at. */
  static String beginning(String text) {
    return "NULLIF(LEFT(CONVERT(" + text + " USING utf8mb4), " + WIDTH + "), '')";
  }

  /**
   * @param value a {@link #beginning}
   */
  static String of(String value) {
    return String.join(
        ", ",
        "COUNT(" + value + ")",
        "COUNT(DISTINCT " + value + ")",
        "MAX(CHAR_LENGTH(" + value + "))",
        like(value, EMAIL),
        "SUM("
            + value
            + " REGEXP '"
            + PHONE
            + "' AND NOT "
            + value
            + " REGEXP '"
            + NOT_PHONE
            + "')",
        like(value, ADDRESS),
        like(value, NUMBER),
        like(value, TECHNICAL),
        "SUM(SUBSTRING_INDEX(" + value + ", ' ', 1) IN " + FIRST_NAMES_IN_SQL + ")",
        like(value + " COLLATE utf8mb4_bin", CAPITALISED),
        "SUM(" + value + " LIKE '% % % %')");
  }

  /** SQL that is true for what looks like a person's address, number or name, within a text too. */
  static String isPersonal(String value) {
    return "("
        + String.join(
            " OR ",
            value + " REGEXP '[^@ ]+@[^@ ]+[.][A-Za-z]{2,}'",
            value + " REGEXP '^[+(0][0-9][0-9 ()/.-]{6,18}[0-9]$'",
            value + " REGEXP '" + ADDRESS + "'",
            value + " REGEXP '" + NUMBER + "'",
            "SUBSTRING_INDEX(" + value + ", ' ', 1) IN " + FIRST_NAMES_IN_SQL)
        + ")";
  }

  private static String like(String value, String pattern) {
    return "SUM(" + value + " REGEXP '" + pattern + "')";
  }

  /**
   * Reads the columns from this one on.
   *
   * @param documents that are among the values, counted apart
   */
  static ColumnSample read(ResultSet row, int first, long documents) throws SQLException {
    long[] n = new long[COLUMNS];
    for (int i = 0; i < n.length; i++) {
      n[i] = row.getLong(first + i);
    }
    return new ColumnSample(
        n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], documents);
  }
}
