package io.rehydrate.dehydrate;

import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.List;

/**
 * Joins of texts that MariaDB gives no index of its own, since they are too wide for one: it is
 * told to join them by a hash, and would read one side through for every few rows of the other
 * else. MySQL does so by itself.
 */
final class WideTexts {
  /** In characters of four bytes; an index of a temporary table takes 1000 bytes. */
  private static final int WIDEST_INDEXED = 240;

  private static final String BY_HASH =
      "join_cache_level = 4, join_buffer_size = 67108864, join_buffer_space_limit = 268435456";

  private WideTexts() {}

  /**
   * @param columns of the side that has no index on them
   */
  static String joined(String statement, Table table, List<String> columns) {
    long width =
        columns.stream()
            .map(name -> table.column(name).orElseThrow())
            .filter(Column::isText)
            .mapToLong(column -> column.characters().orElse(0))
            .sum();
    if (width <= WIDEST_INDEXED) {
      return statement;
    }
    return "/*M! SET STATEMENT " + BY_HASH + " FOR */ " + statement;
  }
}
