package io.rehydrate.mask;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
          "(000)000-0000",
          "000.000.0000",
          "000 000 0000",
          "0000000000",
          "+10000000000",
          "+1 000-000-0000",
          "+1-000-000-0000",
          "+1 (000) 000-0000",
          "1-000-000-0000");

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
    String text = column.text();
    String digest = column.digest(NAME, column.lowerText());
    String northAmerican =
        "INSERT(INSERT(" + Shapes.digits(digest, "10") + ", 1, 1, '2'), 4, 1, '5')";
    String known =
        NORTH_AMERICAN.stream()
            .filter(template -> template.length() <= column.room())
            .map(template -> whenNorthAmerican(text, template, northAmerican))
            .collect(Collectors.joining());
    return "CASE"
        + known
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
        + ", 1, 1, '2') WHEN NOT "
        + text
        + " RLIKE '[[:digit:]]' THEN "
        + text
        + grouped(text, digest)
        + " ELSE "
        + Shapes.byPosition(text, column.room(), "[[:digit:]]", i -> position(text, digest, i))
        + " END";
  }

  /** Without the leading zero of a national number, which is no area's. */
  private static String whenNorthAmerican(String text, String template, String digits) {
    return template.equals("0000000000")
        ? Shapes.when(text, template, digits)
            .replace(" THEN ", " AND NOT " + text + " LIKE '0%' THEN ")
        : Shapes.when(text, template, digits);
  }

  /** {@code +49 30 123456}, {@code 030/123456} and the like. */
  private static String grouped(String text, String digest) {
    return international(text, ' ', digest)
        + international(text, '-', digest)
        + national(text, ' ', digest)
        + national(text, '-', digest)
        + national(text, '/', digest);
  }

  private static String international(String text, char mark, String digest) {
    String country = text + " LIKE '+%' AND " + text + " RLIKE '^[+][0-9][0-9]' AND ";
    return Shapes.whenGrouped(country, text, 3, mark, digest);
  }

  private static String national(String text, char mark, String digest) {
    return Shapes.whenGrouped(text + " LIKE '0%' AND ", text, 1, mark, digest);
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

  private static String position(String text, String digest, int i) {
    String character = Shapes.character(text, i);
    String kept =
        switch (i) {
          case 1 -> character + " COLLATE utf8mb4_bin = '0'";
          case 2, 3 -> text + " LIKE '+%' AND LENGTH(" + character + ") = 1";
          default -> "";
        };
    String digit = Shapes.digitAt(digest, i);
    return "IF("
        + Shapes.isDigit(character)
        + ", "
        + (kept.isEmpty() ? digit : "IF(" + kept + ", " + character + ", " + digit + ")")
        + ", "
        + character
        + ")";
  }
}
