package io.rehydrate.mask;

import java.util.Optional;

/** A word of a list, among those that fit the column. */
final class OneWord implements Mask {
  private static final int FEWEST = 20;

  private final String name;
  private final WordList list;

  OneWord(String name, WordList list) {
    this.name = name;
    this.list = list;
  }

  @Override
  public Optional<String> problem(MaskedColumn column) {
    long shortest = 1;
    while (list.countUpTo(shortest) < FEWEST) {
      shortest++;
    }
    return column.needsText(name, shortest);
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    String number = MaskedColumn.number(column.digest(name, column.lowerText()));
    return MaskExpression.keyed(
        column.unlessEmpty(list.pick(number, list.countUpTo(column.room()))), name, list.purpose());
  }
}
