package io.rehydrate.dehydrate.compile;

import io.rehydrate.schema.Column;
import io.rehydrate.schema.TableName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which key tables lie in the scratch's memory: as many as a fifth of its buffer pool has room for,
 * those first of which a byte is looked at most. There a key is written and found at a third of the
 * cost, and leaves nothing to be logged or purged. The others lie in InnoDB.
 *
 * @param bytes for all key tables together; 0: none is to lie in memory
 * @param rows that a table is known to have; its estimate counts four times
 */
public record KeyTablePlacement(long bytes, Map<TableName, Long> rows) {
  /** Each table has a limit of its own, in rows; the server's is not to cut one. */
  public static final String NO_LIMIT = "17179869184";

  private static final int SHARE_OF_BUFFER_POOL = 5;
  private static final int DOUBT = 4;

  /** A table that is known by its estimate alone may have more rows than were planned for. */
  private static final int ROOM = 4;

  /**
   * What the server keeps of a row next to its columns, and next to the key in its hash or tree.
   */
  private static final int BYTES_OF_ROW = 20;

  private static final int BYTES_OF_HASH = 24;
  private static final int BYTES_OF_TREE = 40;

  /** Wider rows take more room in memory, where each text has its full length, than they save. */
  private static final long WIDEST_ROW = 1024;

  public KeyTablePlacement {
    rows = Map.copyOf(rows);
  }

  /** All in InnoDB. */
  public static KeyTablePlacement none() {
    return new KeyTablePlacement(0, Map.of());
  }

  /**
   * What a server has room for.
   *
   * @param bufferPool its size, in bytes
   */
  public static KeyTablePlacement in(long bufferPool, Map<TableName, Long> rows) {
    return new KeyTablePlacement(bufferPool / SHARE_OF_BUFFER_POOL, rows);
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

  /** Of a row with all its indexes, in bytes, at most; empty for one that can't lie in memory. */
  private static OptionalLong width(KeyTable table) {
    long width = BYTES_OF_ROW + BYTES_OF_HASH;
    for (Column column : table.held()) {
      OptionalLong bytes = bytes(column);
      if (bytes.isEmpty()) {
        return bytes;
      }
      width += bytes.getAsLong();
    }
    for (Column column : table.indexed()) {
      width += BYTES_OF_TREE + bytes(column).orElseThrow();
    }
    return width > WIDEST_ROW ? OptionalLong.empty() : OptionalLong.of(width);
  }

  private static OptionalLong bytes(Column column) {
    return switch (column.dataType()) {
      case "tinyint", "year" -> OptionalLong.of(1);
      case "smallint", "mediumint", "int", "date", "float" -> OptionalLong.of(4);
      case "bigint", "time", "datetime", "timestamp", "double", "enum", "set", "bit" ->
          OptionalLong.of(8);
      case "decimal", "uuid", "inet4", "inet6" -> OptionalLong.of(32);
      case "char", "varchar", "binary", "varbinary" ->
          column.characters().isPresent()
              ? OptionalLong.of(2 + 4 * column.characters().getAsLong())
              : OptionalLong.empty();
      default -> OptionalLong.empty();
    };
  }
}
