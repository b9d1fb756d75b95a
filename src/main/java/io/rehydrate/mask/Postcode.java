package io.rehydrate.mask;

import java.util.Optional;

/** A postcode of the same shape: digits become digits, letters capital letters. */
final class Postcode implements Mask {
  private static final String NAME = "postcode";

  /** Without those that postcodes leave out. */
  private static final String LETTERS = "ABDEFGHJLNPQRSTUWXYZ";

  @Override
  public Optional<String> problem(MaskedColumn column) {
    if (column.column().isInteger()) {
      return Optional.empty();
    }
    Optional<String> misfit = column.needsText(NAME, 1);
    return misfit.isEmpty() && column.room() > Shapes.LONGEST
        ? Optional.of(column.misfit(NAME, "it is for short texts; use redact"))
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
    String any = column.digest(NAME, column.lowerText());
    return "CASE WHEN "
        + Shapes.onlyDigits(text)
        + " THEN "
        + Shapes.digits(digest, "CHAR_LENGTH(" + text + ")")
        + Shapes.when(text, "00000-0000", "00000-0000", digest)
        + Shapes.whenTooLong(text)
        + " ELSE "
        + Shapes.byPosition(
            text,
            column.room(),
            "[[:alnum:]]",
            any,
            i -> Shapes.isDigit(Shapes.character(text, i)),
            i -> noDigit(Shapes.character(text, i), any, i))
        + " END";
  }

  private static String noDigit(String character, String digest, int i) {
    String letter =
        "SUBSTR('"
            + LETTERS
            + "', 1 + CONV(SUBSTR("
            + digest
            + ", "
            + i
            + ", 8), 16, 10) % "
            + LETTERS.length()
            + ", 1)";
    return "IF("
        + character
        + " COLLATE utf8mb4_unicode_520_ci BETWEEN 'a' AND 'z' OR LENGTH("
        + character
        + ") > 1, "
        + letter
        + ", "
        + character
        + ")";
  }
}
