package io.rehydrate.mask;

import java.util.Optional;

/** An address out of the ranges kept for documentation, of the same version. */
final class Ip implements Mask {
  private static final String NAME = "ip";
  private static final int SHORTEST = 15;
  private static final int LONG_VERSION_6 = 19;
  private static final long FIRST_AS_NUMBER = 0xC0000200L;

  @Override
  public Optional<String> problem(MaskedColumn column) {
    String type = column.column().dataType();
    if (type.equals("inet4") || type.equals("inet6")) {
      return Optional.empty();
    }
    if (column.column().isInteger()) {
      boolean holdsAll = NumberDigits.largest(column.column()).bitLength() >= 32;
      return holdsAll
          ? Optional.empty()
          : Optional.of(column.misfit(NAME, "a number needs INT UNSIGNED"));
    }
    if (column.column().isBinary()) {
      return column.room() >= 4
          ? Optional.empty()
          : Optional.of(column.misfit(NAME, "it needs room for 4 bytes"));
    }
    return column.needsText(NAME, SHORTEST);
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    return MaskExpression.keyed(sql(column), NAME);
  }

  private static String sql(MaskedColumn column) {
    if (column.column().isInteger()) {
      String digest = column.digest(NAME, column.text());
      return FIRST_AS_NUMBER + " + " + MaskedColumn.number(digest) + " % 256";
    }
    if (column.column().isBinary()) {
      return binary(column);
    }
    String digest = column.digest(NAME, column.lowerText());
    String number = MaskedColumn.number(digest);
    String version4 =
        "CONCAT(ELT(1 + "
            + number
            + " % 3, '192.0.2.', '198.51.100.', '203.0.113.'), 1 + "
            + number
            + " DIV 3 % 254)";
    String version6 =
        column.isFreeText() && column.room() < LONG_VERSION_6
            ? "CONCAT('2001:db8::', LEFT(" + digest + ", 4))"
            : "CONCAT('2001:db8::', INSERT(LEFT(" + digest + ", 8), 5, 0, ':'))";
    String either = "IF(" + column.text() + " LIKE '%:%', " + version6 + ", " + version4 + ")";
    return column.isFreeText() ? column.unlessEmpty(either) : either;
  }

  private static String binary(MaskedColumn column) {
    String digest = column.digest(NAME, column.value());
    return column.unlessEmpty(
        "IF(LENGTH("
            + column.value()
            + ") < 16, UNHEX(CONCAT('c00002', LEFT("
            + digest
            + ", 2))), UNHEX(CONCAT('20010db80000000000000000', LEFT("
            + digest
            + ", 8))))");
  }
}
