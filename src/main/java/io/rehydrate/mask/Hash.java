package io.rehydrate.mask;

import java.util.Optional;

/** The keyed hash, cut to the column's length: hex in a text column, bytes in a binary one. */
final class Hash implements Mask {
  private static final int SHORTEST_TEXT = 16;
  private static final int SHORTEST_BYTES = 8;
  private static final int BYTES = 32;

  @Override
  public Optional<String> problem(MaskedColumn column) {
    if (!column.column().isBinary()) {
      return column.needsText("hash", SHORTEST_TEXT);
    }
    return column.room() < SHORTEST_BYTES
        ? Optional.of(column.misfit("hash", "it needs room for " + SHORTEST_BYTES + " bytes"))
        : Optional.empty();
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    boolean binary = column.column().isBinary();
    String digest = column.digest("hash", binary ? column.value() : column.comparedText());
    String cut = "LEFT(" + digest + ", " + hexDigits(column) + ")";
    return MaskExpression.keyed(column.unlessEmpty(binary ? "UNHEX(" + cut + ")" : cut), "hash");
  }

  @Override
  public int distinctBits(MaskedColumn column) {
    return 4 * hexDigits(column);
  }

  private static long hexDigitsOf(MaskedColumn column) {
    return column.column().isBinary() ? 2 * column.room() : column.room();
  }

  private static int hexDigits(MaskedColumn column) {
    return (int) Math.min(hexDigitsOf(column), 2 * BYTES);
  }
}
