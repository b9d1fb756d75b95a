package io.rehydrate.mask;

import java.util.Optional;

/** A house number and a street: {@code 412 Maple Ave}. */
final class Street implements Mask {
  private static final int NUMBERS = 999;
  private static final int NUMBER_AND_SPACE = 4;
  private static final int SHORTEST = 12;

  @Override
  public Optional<String> problem(MaskedColumn column) {
    return column.needsText("street", SHORTEST);
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    String number = MaskedColumn.number(column.digest("street", column.lowerText()));
    int streets = WordList.STREETS.countUpTo(column.room() - NUMBER_AND_SPACE);
    String sql =
        "CONCAT(1 + "
            + number
            + " % "
            + NUMBERS
            + ", ' ', "
            + WordList.STREETS.pick("(" + number + " DIV " + NUMBERS + ")", streets)
            + ")";
    return MaskExpression.keyed(column.unlessEmpty(sql), "street", WordList.STREETS.purpose());
  }
}
