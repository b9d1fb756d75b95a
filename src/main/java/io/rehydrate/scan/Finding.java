package io.rehydrate.scan;

import io.rehydrate.schema.TableName;

/**
 * A column that holds what it should not. The values themselves are not kept anywhere.
 *
 * @param values how many values hold at least one such thing
 */
public record Finding(TableName table, String column, Kind kind, long values) {

  @Override
  public String toString() {
    return table
        + "."
        + column
        + ": "
        + kind.words()
        + " in "
        + values
        + (values == 1 ? " value" : " values");
  }
}
