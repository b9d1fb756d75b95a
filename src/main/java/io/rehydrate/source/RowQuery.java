package io.rehydrate.source;

import java.util.Optional;

/**
 * One question for rows of a table.
 *
 * @param condition SQL; empty: all rows
 * @param exact SQL that is true for the wanted rows alone
 * @param only the wanted keys in their order, where the condition is true for others too
 */
record RowQuery(String condition, String exact, Optional<long[]> only) {

  /** Every row for which the condition is true. */
  static RowQuery of(String condition) {
    return new RowQuery(condition, condition, Optional.empty());
  }

  /** Rows whose integer key is one of these, out of all for which the condition is true. */
  static RowQuery only(String condition, String exact, long[] keys) {
    return new RowQuery(condition, exact, Optional.of(keys));
  }
}
