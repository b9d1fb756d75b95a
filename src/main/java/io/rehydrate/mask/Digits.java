package io.rehydrate.mask;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every digit replaced, all else kept: numbers of cards, accounts, social security. A number stays
 * as long as it was and within its type.
 */
final class Digits implements Mask {
  private static final String NAME = "digits";
  private static final List<String> COMMON =
      List.of(
          "000-00-0000",
          "000-000-0000",
          "(000) 000-0000",
          "(000)000-0000",
          "000.000.0000",
          "00-0000000",
          "0000-0000-0000-0000",
          "0000 0000 0000 0000");

  @Override
  public Optional<String> problem(MaskedColumn column) {
    return fit(NAME, column);
  }

  static Optional<String> fit(String mask, MaskedColumn column) {
    if (column.column().isNumber()) {
      return NumberDigits.of(column.column()).isPresent()
          ? Optional.empty()
          : Optional.of(
              column.misfit(mask, "it is for integers and short decimals; use number-noise"));
    }
    Optional<String> misfit = column.needsText(mask, 1);
    return misfit.isEmpty() && column.room() > Shapes.LONGEST
        ? Optional.of(
            column.misfit(
                mask, "it is for texts of at most " + Shapes.LONGEST + " characters; use redact"))
        : misfit;
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
    String common =
        COMMON.stream()
            .filter(template -> template.length() <= column.room())
            .map(t -> Shapes.when(text, t, t, digest))
            .collect(Collectors.joining());
    return "CASE"
        + common
        + " WHEN "
        + Shapes.onlyDigits(text)
        + " THEN "
        + Shapes.digits(digest, "CHAR_LENGTH(" + text + ")")
        + grouped(text, digest)
        + Shapes.whenTooLong(text)
        + " WHEN NOT "
        + text
        + " RLIKE '[[:digit:]]' THEN "
        + text
        + " ELSE "
        + Shapes.byPosition(
            text,
            column.room(),
            "[[:digit:]]",
            column.digest(NAME, column.lowerText()),
            i -> Shapes.isDigit(Shapes.character(text, i)),
            i -> Shapes.character(text, i))
        + " END";
  }

  private static String grouped(String text, String digest) {
    return Shapes.whenGrouped(text, "", 0, '-', digest)
        + Shapes.whenGrouped(text, "", 0, ' ', digest)
        + Shapes.whenGrouped(text, "[+]", 1, '-', digest)
        + Shapes.whenGrouped(text, "[+]", 1, ' ', digest)
        + Shapes.whenGrouped(text, "", 0, '.', digest)
        + Shapes.whenGrouped(text, "", 0, '/', digest);
  }
}
