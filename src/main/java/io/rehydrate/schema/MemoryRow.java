package io.rehydrate.schema;

import java.util.Collection;
import java.util.OptionalLong;

/** What a row takes in a table that the server keeps in its memory (the engine MEMORY). */
public final class MemoryRow {
  /**
   * What the server keeps of a row next to its columns, and next to the key in its hash or tree.
   */
  private static final int BYTES_OF_ROW = 20;

  private static final int BYTES_OF_HASH = 24;
  private static final int BYTES_OF_TREE = 40;

  /** Wider rows take more room in memory, where each text has its full length, than they save. */
  private static final long WIDEST_ROW = 1024;

  private MemoryRow() {}

  /**
   * With its primary key, and all its indexes, in bytes, at most; empty for one that can't lie in
   * memory, or should not.
   *
   * @param indexed columns that are in a tree, once for each; a key of one column is a hash
   */
  public static OptionalLong bytes(Collection<Column> columns, Collection<Column> indexed) {
    long width = BYTES_OF_ROW + BYTES_OF_HASH;
    for (Column column : columns) {
      OptionalLong bytes = bytes(column);
      if (bytes.isEmpty()) {
        return bytes;
      }
      width += bytes.getAsLong();
    }
    for (Column column : indexed) {
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
