package io.rehydrate.planning.explain;

import io.rehydrate.schema.TableName;
import java.util.List;

/**
 * Names a row by its key.
 *
 * @param values as texts; those of a binary column in hexadecimal
 */
public record RowKey(TableName table, List<String> values) {
  public RowKey {
    values = List.copyOf(values);
  }

  /** {@code 12,17}, on one line whatever is in it. */
  public String shown() {
    return String.join(",", values).replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
  }
}
