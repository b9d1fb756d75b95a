package io.rehydrate.plan;

import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.List;

/**
 * Rows of a table that stay, and what becomes of them on their way to the scratch.
 *
 * @param table on the source
 * @param into the table on the scratch that takes them, which is empty
 * @param keys SQL on the scratch that gives their primary keys: what follows the select list, with
 *     a {@code WHERE} that takes further conditions; empty: all rows stay
 * @param keyColumns SQL of the key's columns in that statement, in the order of the primary key
 * @param standsAlone whether they may be of another moment than those of other tables
 * @param assignments SQL of values that are not the source's, by column of {@code into}, in the
 *     order in which they are assigned; each means the row as {@code into} has it by then
 */
public record KeptRows(
    Table table,
    TableName into,
    String keys,
    List<String> keyColumns,
    boolean standsAlone,
    List<Assignment> assignments) {
  public KeptRows {
    keyColumns = List.copyOf(keyColumns);
    assignments = List.copyOf(assignments);
  }

  /** Those of keys. */
  public KeptRows(
      Table table,
      TableName into,
      String keys,
      List<String> keyColumns,
      List<Assignment> assignments) {
    this(table, into, keys, keyColumns, false, assignments);
  }

  /** All rows of a table. */
  public static KeptRows all(
      Table table, TableName into, boolean standsAlone, List<Assignment> assignments) {
    return new KeptRows(table, into, "", List.of(), standsAlone, assignments);
  }

  /** One column's value. */
  public record Assignment(String column, String sql) {}

  /** Whether rows can be found by a column of their primary key: its values have literals. */
  public static boolean findsRows(Column key) {
    return switch (key.dataType()) {
      case "tinyint",
          "smallint",
          "mediumint",
          "int",
          "bigint",
          "decimal",
          "date",
          "datetime",
          "timestamp",
          "time",
          "year",
          "char",
          "varchar",
          "binary",
          "varbinary" ->
          !key.generated();
      default -> false;
    };
  }
}
