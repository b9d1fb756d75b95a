package io.rehydrate.scan;

import java.util.HashSet;
import java.util.Set;

/**
 * How many values of a column hold a name that is masked elsewhere. One name proves little: "Self
 * Employed" may stand for a firm, and a town may be called like a person. So a column needs several
 * different ones; and since single words are names of towns and colours as well, they count only
 * where they make up most of a column.
 */
final class NameTally {
  static final int FEWEST_NAMES = 3;
  static final int FEWEST_WORDS = 20;

  private final Set<Long> names = new HashSet<>();
  private final Set<Long> words = new HashSet<>();
  private long valuesWithName;
  private long valuesOfWord;
  private long values;
  private boolean name;
  private boolean word;

  void name(long print) {
    name = true;
    addUpTo(names, FEWEST_NAMES, print);
  }

  void word(long print) {
    word = true;
    addUpTo(words, FEWEST_WORDS, print);
  }

  private static void addUpTo(Set<Long> some, int most, long print) {
    if (some.size() < most) {
      some.add(print);
    }
  }

  /** A value that is not empty is over. */
  void value() {
    values++;
    valuesWithName += name ? 1 : 0;
    valuesOfWord += word ? 1 : 0;
    name = false;
    word = false;
  }

  void add(NameTally other) {
    other.names.forEach(print -> addUpTo(names, FEWEST_NAMES, print));
    other.words.forEach(print -> addUpTo(words, FEWEST_WORDS, print));
    valuesWithName += other.valuesWithName;
    valuesOfWord += other.valuesOfWord;
    values += other.values;
  }

  /** How many values hold a name; 0 where too little speaks for it. */
  long found() {
    boolean areNames = names.size() >= FEWEST_NAMES;
    boolean areWords = words.size() >= FEWEST_WORDS && 2 * valuesOfWord >= values;
    return (areNames ? valuesWithName : 0) + (areWords ? valuesOfWord : 0);
  }
}
