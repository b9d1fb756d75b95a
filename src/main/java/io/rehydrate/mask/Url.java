package io.rehydrate.mask;

import java.util.Optional;

/** An address at example.com. */
final class Url implements Mask {
  private static final String START = "https://example.com/";
  private static final int FEWEST_DIGITS = 8;
  private static final int MOST_DIGITS = 24;

  @Override
  public Optional<String> problem(MaskedColumn column) {
    return column.needsText("url", START.length() + FEWEST_DIGITS);
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    String digest = column.digest("url", column.comparedText());
    String sql = "CONCAT('" + START + "', LEFT(" + digest + ", " + digits(column) + "))";
    return MaskExpression.keyed(column.unlessEmpty(sql), "url");
  }

  @Override
  public int distinctBits(MaskedColumn column) {
    return 4 * digits(column);
  }

  @Override
  public int charactersAlike() {
    return START.length();
  }

  private static int digits(MaskedColumn column) {
    return (int) Math.min(column.room() - START.length(), MOST_DIGITS);
  }
}
