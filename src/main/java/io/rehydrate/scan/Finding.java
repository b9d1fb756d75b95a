package io.rehydrate.scan;

import io.rehydrate.schema.TableName;
import java.util.Locale;

/**
 * A column that may hold what it should not. The values themselves are not kept anywhere.
 *
 * @param values how many values hold at least one such thing
 * @param of how many values of the column were looked at
 * @param held whether it holds the dump; else chance, or business data of the same form, gives as
 *     many
 */
public record Finding(
    TableName table, String column, Kind kind, long values, long of, boolean held) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s.%s: %s in %d %s",
        table,
        column,
        kind.words(),
        values,
        values == 1 ? "value" : "values");
  }
}
