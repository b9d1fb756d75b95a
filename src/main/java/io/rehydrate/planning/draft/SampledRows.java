package io.rehydrate.planning.draft;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Table;
import java.util.stream.Collectors;

/** SQL of what a draft looks at: a table's oldest and newest rows. */
final class SampledRows {
  private static final int OF_AN_END = 500;

  private SampledRows() {}

  /**
   * @param expressions of the select list, short ones: what they give is kept by the server for a
   *     while
   */
  static String of(Table table, String expressions) {
    String read = "SELECT " + expressions + " FROM " + table.name().quoted();
    if (table.primaryKey().isEmpty() || table.estimatedRows() <= 2 * OF_AN_END) {
      return read + " LIMIT " + 2 * OF_AN_END;
    }
    return "(" + read + order(table, "") + ") UNION ALL (" + read + order(table, " DESC") + ")";
  }

  private static String order(Table table, String direction) {
    return table.primaryKey().stream()
            .map(c -> Sql.name(c) + direction)
            .collect(Collectors.joining(", ", " ORDER BY ", " LIMIT "))
        + OF_AN_END;
  }
}
