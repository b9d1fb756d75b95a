package io.rehydrate.mask;

import java.util.Optional;

/**
 * A word of one list, a space, a word of another: {@code Ingrid Okafor}, {@code Keller Logistics}.
 * A short column takes shorter words, split so that the most pairs are left.
 */
final class TwoWords implements Mask {
  private static final long FEWEST_PAIRS = 1_000;

  private final String name;
  private final WordList first;
  private final WordList second;

  TwoWords(String name, WordList first, WordList second) {
    this.name = name;
    this.first = first;
    this.second = second;
  }

  @Override
  public Optional<String> problem(MaskedColumn column) {
    long shortest = 1;
    while (split(shortest).pairs() < FEWEST_PAIRS) {
      shortest++;
    }
    return column.needsText(name, shortest);
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    Split split = split(column.room());
    String number = MaskedColumn.number(column.digest(name, column.lowerText()));
    String sql =
        "CONCAT("
            + first.pick(number, split.firsts())
            + ", ' ', "
            + second.pick("(" + number + " DIV " + split.firsts() + ")", split.seconds())
            + ")";
    return MaskExpression.keyed(column.unlessEmpty(sql), name, first.purpose(), second.purpose());
  }

  private Split split(long room) {
    Split best = new Split(0, 0);
    for (int letters = 1; letters <= first.longest(); letters++) {
      Split split = new Split(first.countUpTo(letters), second.countUpTo(room - 1 - letters));
      best = split.pairs() > best.pairs() ? split : best;
    }
    return best;
  }

  private record Split(int firsts, int seconds) {
    long pairs() {
      return (long) firsts * seconds;
    }
  }
}
