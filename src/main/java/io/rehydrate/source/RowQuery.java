package io.rehydrate.source;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * One question for rows of a table.
 *
 * @param condition SQL; empty: all rows
 * @param exact gives SQL that is true for the wanted rows alone; seldom asked for, and long
 * @param only the wanted keys in their order, column by column as they are selected, where the
 *     condition is true for others too
 * @param expected how many rows there have to be; empty: any number
 */
record RowQuery(
    String condition, Supplier<String> exact, Optional<List<byte[][]>> only, OptionalInt expected) {

  /** Every row for which the condition is true. */
  static RowQuery of(String condition) {
    return new RowQuery(condition, () -> condition, Optional.empty(), OptionalInt.empty());
  }

  /** The rows of so many keys. */
  static RowQuery keys(String condition, int count) {
    return new RowQuery(condition, () -> condition, Optional.empty(), OptionalInt.of(count));
  }

  /** Rows with one of these keys, out of all for which the condition is true. */
  static RowQuery only(String condition, Supplier<String> exact, List<byte[][]> keys) {
    return new RowQuery(condition, exact, Optional.of(keys), OptionalInt.of(keys.size()));
  }
}
