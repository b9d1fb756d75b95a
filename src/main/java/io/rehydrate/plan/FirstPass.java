package io.rehydrate.plan;

import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.Map;

/**
 * Of which tables only the columns that decide which rows stay are copied first. Their rows that
 * stay follow once they are known, from the same moment of the source.
 *
 * @param narrow by name, with those columns alone
 * @param whole tables of which all columns are copied although rows go or values change, and why
 */
public record FirstPass(Map<TableName, Table> narrow, Map<TableName, String> whole) {
  public FirstPass {
    narrow = Map.copyOf(narrow);
    whole = Map.copyOf(whole);
  }

  /** Every table as it is. */
  public static FirstPass none() {
    return new FirstPass(Map.of(), Map.of());
  }

  public boolean isNarrow(TableName table) {
    return narrow.containsKey(table);
  }

  /** The table as it is copied first. */
  public Table copied(Table table) {
    return narrow.getOrDefault(table.name(), table);
  }
}
