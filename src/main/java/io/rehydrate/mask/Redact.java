package io.rehydrate.mask;

import java.util.Optional;

/** Filler of the same number of characters, with a full stop as the last. */
final class Redact implements Mask {
  private static final String FILLER = "lorem ipsum dolor sit amet ";

  @Override
  public Optional<String> problem(MaskedColumn column) {
    return column.needsText("redact", 1);
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    return MaskExpression.plain(
        column.unlessEmpty(
            "CONCAT(RPAD('', CHAR_LENGTH(" + column.value() + ") - 1, '" + FILLER + "'), '.')"));
  }
}
