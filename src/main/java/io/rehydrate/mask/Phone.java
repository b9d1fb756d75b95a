package io.rehydrate.mask;

import java.util.List;
import java.util.Optional;

/**
 * A telephone number of the same shape that a form takes: a country's code and a leading zero stay,
 * a North American number keeps to that plan's rules.
 */
final class Phone implements Mask {
  private static final String NAME = "phone";
  private static final List<String> NORTH_AMERICAN =
      List.of(
          "(000) 000-0000",
          "000-000-0000",
          "0000000000",
          "(000)000-0000",
          "000.000.0000",
          "000 000 0000",
          "+10000000000",
          "+1 000-000-0000",
          "+1-000-000-0000",
          "+1 (000) 000-0000",
          "1-000-000-0000");

  private static final String LETTERS = "'[[:alpha:]]'";

  /** A pattern that nothing fits. */
  private static final String NOTHING = "'(?!)'";

  /** Digits and marks, and at most the word for an extension, in the languages of the lists. */
  private static final String EXTENSION =
      "'(?i)^[^[:alpha:]]*[0-9][^[:alpha:]]*(x|ext|extn|extension|app|dw|durchwahl|poste|int|interno"
          + "|toestel|ramal)[^[:alpha:]]{0,3}[0-9]+[^[:alpha:]]*$'";

  /** So many of them are tried before what comes from other countries. */
  private static final int MOST_COMMON = 3;

  @Override
  public Optional<String> problem(MaskedColumn column) {
    return Digits.fit(NAME, column);
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    String sql =
        NumberDigits.of(column.column())
            .map(number -> number.sql(column, NAME))
            .orElseGet(() -> text(column));
    return MaskExpression.keyed(sql, NAME);
  }

  private static String text(MaskedColumn column) {
    String text = column.plainText();
    // of digits and marks alone, which are the same in lower case
    String digest = column.digest(NAME, column.text());
    List<String> known =
        NORTH_AMERICAN.stream()
            .filter(template -> template.length() <= column.room())
            .map(template -> whenNorthAmerican(text, template, digest))
            .toList();
    return "CASE"
        + String.join("", known.subList(0, Math.min(MOST_COMMON, known.size())))
        + international(text, ' ', digest)
        + String.join("", known.subList(Math.min(MOST_COMMON, known.size()), known.size()))
        + " WHEN "
        + text
        + " LIKE '0%' AND "
        + Shapes.onlyDigits(text)
        + " THEN "
        + kept(text, digest, 1)
        + " WHEN "
        + text
        + " LIKE '+_____%' AND "
        + Shapes.onlyDigits("SUBSTR(" + text + ", 2)")
        + " THEN "
        + kept(text, digest, 3)
        + " WHEN "
        + Shapes.onlyDigits(text)
        + " AND "
        + text
        + " <> '' THEN INSERT("
        + Shapes.digits(digest, "CHAR_LENGTH(" + text + ")")
        + ", 1, 1, '2')"
        + international(text, '-', digest)
        + national(text, ' ', digest)
        + national(text, '-', digest)
        + national(text, '/', digest)
        + Shapes.whenTooLong(text)
        + " WHEN NOT "
        + text
        + " RLIKE '[[:digit:]]' THEN "
        + Shapes.withoutLetters(text, LETTERS)
        + " ELSE "
        + Shapes.withoutLetters(
            Shapes.byPosition(
                text,
                column.room(),
                "[[:digit:]]",
                column.digest(NAME, column.lowerText()),
                i -> isReplaced(text, i),
                i -> Shapes.character(text, i)),
            "IF(" + text + " RLIKE " + EXTENSION + ", " + NOTHING + ", " + LETTERS + ")")
        + " END";
  }

  /**
   * An area's and an exchange's number begin with 2 or more. Without the leading zero of a national
   * number, which is no area's.
   */
  private static String whenNorthAmerican(String text, String template, String digest) {
    int area = template.indexOf('0', template.startsWith("+1") ? 2 : 0);
    StringBuilder result = new StringBuilder(template);
    result.setCharAt(area, '2');
    int exchange = area;
    for (int digits = 0; digits < 3; exchange++) {
      digits += Character.isDigit(template.charAt(exchange)) ? 1 : 0;
    }
    result.setCharAt(template.indexOf('0', exchange), '5');
    String when = Shapes.when(text, template, result.toString(), digest);
    return template.equals("0000000000")
        ? when.replace(" THEN ", " AND NOT " + text + " LIKE '0%' THEN ")
        : when;
  }

  /** {@code +49 30 123456} and the like. */
  private static String international(String text, char mark, String digest) {
    return Shapes.whenGrouped(text, "[+][0-9]{2}", 3, mark, digest);
  }

  /** {@code 030/123456} and the like. */
  private static String national(String text, char mark, String digest) {
    return Shapes.whenGrouped(text, "0", 1, mark, digest);
  }

  private static String kept(String text, String digest, int first) {
    return "CONCAT(LEFT("
        + text
        + ", "
        + first
        + "), "
        + Shapes.digits(digest, "CHAR_LENGTH(" + text + ") - " + first)
        + ")";
  }

  private static String isReplaced(String text, int i) {
    String character = Shapes.character(text, i);
    String kept =
        switch (i) {
          case 1 -> " AND NOT " + character + " = '0'";
          case 2, 3 -> " AND NOT (" + text + " LIKE '+%' AND LENGTH(" + character + ") = 1)";
          default -> "";
        };
    return Shapes.isDigit(character) + kept;
  }
}
