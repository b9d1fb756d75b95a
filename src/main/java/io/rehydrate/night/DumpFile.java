package io.rehydrate.night;

import io.rehydrate.schema.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A file of a dump.
 *
 * @param name relative to the dump's folder
 * @param table whose rows it holds; empty: the schema's definitions
 * @param condition of a piece of a large table
 * @param weight rows, to begin with the largest
 */
public record DumpFile(
    String name, String schema, Optional<TableName> table, Optional<String> condition, long weight)
    implements DumpUnit {

  @Override
  public DumpPart part() {
    return new DumpPart(List.of(this));
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * As {@link #condition}, for a program that logs in by itself: on another server it fails instead
   * of writing rows.
   *
   * @param proof a condition that fails there
   */
  Optional<String> condition(Optional<String> proof) {
    return condition.isEmpty()
        ? proof
        : condition.map(rows -> proof.map(p -> "(" + rows + ") AND " + p).orElse(rows));
  }
}
