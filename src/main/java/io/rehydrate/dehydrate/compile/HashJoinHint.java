package io.rehydrate.dehydrate.compile;

import io.rehydrate.schema.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins of texts, or bytes, that MariaDB gives no index of its own, since they are too wide for
 * one: it is told to join them by a hash, and would read one side through for every few rows of the
 * other else. MySQL does so by itself.
 */
final class HashJoinHint {
  /** In bytes: what an index of a temporary table takes, less what it needs for lengths. */
  private static final long WIDEST_INDEXED = 960;

  private static final int BYTES_OF_CHARACTER = 4;

  private static final String BY_HASH =
      "join_cache_level = 4, join_buffer_size = 67108864, join_buffer_space_limit = 268435456";

  private HashJoinHint() {}

  /** Whether a temporary table gets no index on these, as either side has them. */
  static boolean are(List<Column> from, List<Column> to) {
    List<Column> texts = new ArrayList<>();
    List<Column> theirs = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      if (!JoinCondition.isNumberInText(from.get(i), to.get(i))) {
        texts.add(from.get(i));
        theirs.add(to.get(i));
      }
    }
    return Math.max(width(texts), width(theirs)) > WIDEST_INDEXED;
  }

  private static long width(List<Column> columns) {
    return columns.stream()
        .filter(column -> column.isText() || column.isBinary())
        .mapToLong(
            column -> column.characters().orElse(0) * (column.isText() ? BYTES_OF_CHARACTER : 1))
        .sum();
  }

  /**
   * @param from the referring columns
   * @param to those that they lead to, without an index
   */
  static String joined(String statement, List<Column> from, List<Column> to) {
    return are(from, to) ? "/*M! SET STATEMENT " + BY_HASH + " FOR */ " + statement : statement;
  }
}
