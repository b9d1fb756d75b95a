package io.rehydrate.plan;

import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Of which tables only the columns that decide which rows stay are copied first. Their rows that
 * stay follow once they are known, from the same moment of the source.
 *
 * @param narrow by name, with those columns alone
 * @param scanned those of them of which all rows are read, and none is looked up
 * @param whole tables of which all columns are copied although rows go or values change, and why
 */
public record FirstPass(
    Map<TableName, Table> narrow, Set<TableName> scanned, Map<TableName, String> whole) {
  public FirstPass {
    narrow = Map.copyOf(narrow);
    scanned = Set.copyOf(scanned);
    whole = Map.copyOf(whole);
  }

  /** Every table as it is. */
  public static FirstPass none() {
    return new FirstPass(Map.of(), Set.of(), Map.of());
  }

  public boolean isNarrow(TableName table) {
    return narrow.containsKey(table);
  }

  /**
   * The same with some tables in the server's memory.
   *
   * @param mostRows of each
   */
  public FirstPass inMemory(Map<TableName, Long> mostRows) {
    Map<TableName, Table> placed = new HashMap<>(narrow);
    mostRows.forEach((name, rows) -> placed.put(name, narrow.get(name).inMemory(rows)));
    return new FirstPass(placed, scanned, whole);
  }

  /** The table as it is copied first. */
  public Table copied(Table table) {
    return narrow.getOrDefault(table.name(), table);
  }
}
