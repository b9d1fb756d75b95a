package io.rehydrate.plan;

import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.Optional;

/** Says whether a mask exists, reads well and fits a column. */
@FunctionalInterface
public interface MaskCheck {

  /** The problem in words; empty where the mask fits. */
  Optional<String> problem(MaskSpec mask, Table table, Column column);

  /**
   * Whether values that were equal in two columns are so behind their masks, which fit: the two
   * ends of a relation.
   */
  default boolean agree(
      MaskSpec mask,
      Table table,
      Column column,
      MaskSpec other,
      Table otherTable,
      Column otherColumn) {
    return true;
  }
}
