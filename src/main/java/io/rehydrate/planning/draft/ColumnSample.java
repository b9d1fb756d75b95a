package io.rehydrate.planning.draft;

/**
 * What some rows say of a column's values: how many are like this, and like that. The values
 * themselves stay where they are.
 *
 * @param values that are neither NULL nor empty
 * @param distinct different ones among them
 * @param longest in characters
 * @param names that begin with a person's first name
 * @param capitalised two to four words, each with a capital letter first
 * @param sentences of four words or more
 * @param documents that are objects of JSON
 */
record ColumnSample(
    long values,
    long distinct,
    long longest,
    long emails,
    long phones,
    long addresses,
    long numbers,
    long technical,
    long names,
    long capitalised,
    long sentences,
    long documents) {
  static final ColumnSample NONE = new ColumnSample(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final int ENOUGH = 20;
  private static final double MANY_NAMES = 0.3;
  private static final double SOME_NAMES = 0.1;

  double share(long count) {
    return values == 0 ? 0 : (double) count / values;
  }

  boolean isMostly(long count) {
    return share(count) >= 0.6;
  }

  /** Known first names, or some of them among words that are written like names. */
  boolean isNames() {
    return share(names) >= MANY_NAMES || (isMostly(capitalised) && share(names) >= SOME_NAMES);
  }

  /** A few values, again and again. */
  boolean isChoice() {
    return values >= ENOUGH && distinct <= Math.min(20, values / 5) && longest <= 40;
  }
}
