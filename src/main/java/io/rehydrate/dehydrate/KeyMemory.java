package io.rehydrate.dehydrate;

import io.rehydrate.schema.Column;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which key tables lie in the scratch's memory: as many as an eighth of its buffer pool has room
 * for, the small ones first. There a key is written and found at a third of the cost, and leaves
 * nothing to be logged or purged. The others lie in InnoDB.
 *
 * @param bytes for all key tables together; 0: none is to lie in memory
 * @param rows that a table is known to have; its estimate counts four times
 */
record KeyMemory(long bytes, Map<TableName, Long> rows) {
  /** Which tables lie in memory is decided beforehand: the server's own limit is not to cut one. */
  static final String NO_LIMIT = "17179869184";

  private static final int SHARE_OF_BUFFER_POOL = 8;
  private static final int DOUBT = 4;
  private static final int BYTES_OF_INDEX = 40;
  private static final int BYTES_OF_ROW = 24;

  /** Wider rows take more room in memory, where each text has its full length, than they save. */
  private static final long WIDEST_ROW = 1024;

  KeyMemory {
    rows = Map.copyOf(rows);
  }

  static KeyMemory none() {
    return new KeyMemory(0, Map.of());
  }

  /** What the scratch has room for, if it has tables in memory at all. */
  static KeyMemory of(Connection scratch, Incarnation incarnation, Map<TableName, Long> rows)
      throws SQLException {
    if (!incarnation.hasMemory()) {
      return none();
    }
    try (Statement statement = scratch.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@innodb_buffer_pool_size")) {
      row.next();
      return new KeyMemory(row.getLong(1) / SHARE_OF_BUFFER_POOL, rows);
    }
  }

  /** Those that have room. */
  Set<KeyTable> choose(Collection<KeyTable> tables) {
    List<KeyTable> bySize =
        tables.stream()
            .filter(table -> size(table).isPresent())
            .sorted(Comparator.comparingLong(table -> size(table).getAsLong()))
            .toList();
    Set<KeyTable> chosen = new HashSet<>();
    long left = bytes;
    for (KeyTable table : bySize) {
      left -= size(table).getAsLong();
      if (left < 0) {
        return chosen;
      }
      chosen.add(table);
    }
    return chosen;
  }

  /** In bytes, at most; empty for what can't lie in memory. */
  private OptionalLong size(KeyTable table) {
    long width = BYTES_OF_ROW + (long) BYTES_OF_INDEX * table.indexes();
    for (Column column : table.held()) {
      OptionalLong bytes = bytes(column);
      if (bytes.isEmpty()) {
        return bytes;
      }
      width += bytes.getAsLong();
    }
    long count =
        rows.getOrDefault(table.table().name(), DOUBT * Math.max(1, table.table().estimatedRows()));
    return width > WIDEST_ROW ? OptionalLong.empty() : OptionalLong.of(width * count);
  }

  private static OptionalLong bytes(Column column) {
    return switch (column.dataType()) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "year", "date", "time" ->
          OptionalLong.of(8);
      case "datetime", "timestamp", "float", "double", "enum", "set", "bit" -> OptionalLong.of(8);
      case "decimal", "uuid", "inet4", "inet6" -> OptionalLong.of(32);
      case "char", "varchar", "binary", "varbinary" ->
          column.characters().isPresent()
              ? OptionalLong.of(2 + 4 * column.characters().getAsLong())
              : OptionalLong.empty();
      default -> OptionalLong.empty();
    };
  }
}
