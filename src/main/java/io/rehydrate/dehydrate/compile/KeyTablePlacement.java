package io.rehydrate.dehydrate.compile;

import io.rehydrate.schema.MemoryRow;
import io.rehydrate.schema.TableName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which key tables lie in the scratch's memory: as many as there is room for, those first of which
 * a byte is looked at most. There a key is written and found at a third of the cost, and leaves
 * nothing to be logged or purged. The others lie in InnoDB.
 *
 * @param bytes for all key tables together; 0: none is to lie in memory
 * @param rows that a table is known to have; its estimate counts four times
 */
public record KeyTablePlacement(long bytes, Map<TableName, Long> rows) {
  private static final int DOUBT = 4;

  /** A table that is known by its estimate alone may have more rows than were planned for. */
  private static final int ROOM = 4;

  public KeyTablePlacement {
    rows = Map.copyOf(rows);
  }

  /** All in InnoDB. */
  public static KeyTablePlacement none() {
    return new KeyTablePlacement(0, Map.of());
  }

  /** Those that have room, with the most rows that each may come to have. */
  Map<KeyTable, Long> choose(Collection<KeyTable> tables) {
    List<KeyTable> byWorth =
        tables.stream()
            .filter(table -> width(table).isPresent())
            .sorted(Comparator.comparingLong(table -> size(table) / (1 + table.uses())))
            .toList();
    Map<KeyTable, Long> chosen = new HashMap<>();
    long left = bytes;
    for (KeyTable table : byWorth) {
      long size = size(table);
      if (size <= left) {
        left -= size;
        chosen.put(table, ROOM * count(table));
      }
    }
    return chosen;
  }

  private long count(KeyTable table) {
    return rows.getOrDefault(
        table.table().name(), DOUBT * Math.max(1, table.table().estimatedRows()));
  }

  /** In bytes, at most. */
  private long size(KeyTable table) {
    return count(table) * width(table).orElseThrow();
  }

  private static OptionalLong width(KeyTable table) {
    return MemoryRow.bytes(table.held(), table.indexed());
  }
}
