package io.rehydrate.mask;

import java.util.Optional;

/** Filler of the same number of characters, with a full stop as the last. */
final class Redact implements Mask {
  private static final String FILLER = "lorem ipsum dolor sit amet ";

  /** Cutting a piece off a text of ASCII costs a quarter of filling one up. */
  private static final String READY_TEXT = FILLER.repeat(20).strip() + ".";

  private static final int READY = READY_TEXT.length();

  @Override
  public Optional<String> problem(MaskedColumn column) {
    return column.needsText("redact", 1);
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    String length = "CHAR_LENGTH(" + column.value() + ")";
    String ready = "RIGHT(_ascii'" + READY_TEXT + "', " + length + ")";
    if (column.room() <= READY) {
      return MaskExpression.plain(ready);
    }
    return MaskExpression.plain(
        String.format(
            "IF(%1$s <= %2$d, %3$s, CONCAT(RPAD('', %1$s - 1, '%4$s'), '.'))",
            length, READY, ready, FILLER));
  }
}
