package io.rehydrate.mask;

import java.util.Optional;

/**
 * A UUID that reads as a random one: text with or without hyphens, 16 bytes, MariaDB's own type.
 */
final class Uuid implements Mask {
  private static final int WITH_HYPHENS = 36;
  private static final int PLAIN = 32;
  private static final int BYTES = 16;
  private static final int RANDOM_BITS = 120;
  private static final int HYPHENS_AND_VERSION = 6;

  @Override
  public Optional<String> problem(MaskedColumn column) {
    if (column.column().dataType().equals("uuid")) {
      return Optional.empty();
    }
    if (!column.column().isBinary()) {
      return column.needsText("uuid", PLAIN);
    }
    return column.room() < BYTES
        ? Optional.of(column.misfit("uuid", "it needs room for 16 bytes"))
        : Optional.empty();
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    boolean binary = column.column().isBinary();
    String digest = column.digest("uuid", binary ? column.value() : column.comparedText());
    String plain = "INSERT(INSERT(LEFT(" + digest + ", 32), 13, 1, '4'), 17, 1, 'a')";
    if (binary) {
      return MaskExpression.keyed(column.unlessEmpty("UNHEX(" + plain + ")"), "uuid");
    }
    if (column.column().dataType().equals("uuid")) {
      return MaskExpression.keyed(hyphenated(plain), "uuid");
    }
    return MaskExpression.keyed(
        column.unlessEmpty(column.room() < WITH_HYPHENS ? plain : hyphenated(plain)), "uuid");
  }

  private static String hyphenated(String plain) {
    return "INSERT(INSERT(INSERT(INSERT("
        + plain
        + ", 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')";
  }

  @Override
  public int charactersAlike() {
    return HYPHENS_AND_VERSION;
  }

  @Override
  public int distinctBits(MaskedColumn column) {
    return RANDOM_BITS;
  }
}
