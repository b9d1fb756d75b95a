package io.rehydrate.plan;

import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.Optional;

/** Says whether a mask exists, reads well and fits a column. */
@FunctionalInterface
public interface MaskCheck {

  /** The problem in words; empty where the mask fits. */
  Optional<String> problem(MaskSpec mask, Table table, Column column);
}
