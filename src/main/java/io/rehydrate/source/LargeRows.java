package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a table whose values are too large to be held in memory, and how they are
 * distinguished from the others and found again.
 *
 * @param limit in bytes, of all columns together that may be large
 * @param mariaDb whether the source is a MariaDB
 */
record LargeRows(Table table, long limit, boolean mariaDb) {
  /** One worker holds a row several times: the driver's packet, the value, its escaped form. */
  private static final int TIMES_IN_MEMORY = 10;

  private static final long LEAST = 1 << 20;
  private static final long MOST = 16 << 20;

  /** What this process has room for. */
  static long limit(int workers) {
    long share = Runtime.getRuntime().maxMemory() / (TIMES_IN_MEMORY * (workers + 1L));
    return Math.max(LEAST, Math.min(MOST, share));
  }

  static boolean mayBeLarge(Column column) {
    return column.mayBeLarge() && !column.generated();
  }

  /** Whether the table has columns for them. */
  boolean arePossible() {
    return table.columns().stream().anyMatch(LargeRows::mayBeLarge);
  }

  /** Whether one can be found again. */
  boolean haveKey() {
    return !table.primaryKey().isEmpty()
        && table.primaryKey().stream()
            .allMatch(key -> table.column(key).filter(c -> !c.generated()).isPresent());
  }

  /** SQL that is 1 for such a row. */
  String flag() {
    return "(" + size() + " > " + (haveKey() ? limit : 4 * limit) + ")";
  }

  private String size() {
    return table.columns().stream()
        .filter(LargeRows::mayBeLarge)
        .map(this::size)
        .collect(Collectors.joining(" + "));
  }

  private String size(Column column) {
    String length = column.isJson() && !mariaDb ? "JSON_STORAGE_SIZE(" : "LENGTH(";
    return "COALESCE(" + length + Sql.name(column.name()) + "), 0)";
  }

  /** A column's value where it is not one of such a row. */
  String selected(Column column, String select) {
    return mayBeLarge(column) ? "IF(" + flag() + ", NULL, " + select + ")" : select;
  }

  /**
   * SQL that is true for one row alone.
   *
   * @param row the table's written columns in their order
   */
  String condition(ResultSet row) throws SQLException {
    List<String> names = table.writtenColumns().stream().map(Column::name).toList();
    List<String> parts = new ArrayList<>();
    for (String key : table.primaryKey()) {
      Column column = table.column(key).orElseThrow();
      byte[] value = row.getBytes(names.indexOf(column.name()) + 1);
      parts.add(Sql.name(column.name()) + " = " + KeyLiteral.of(column, value));
    }
    return String.join(" AND ", parts);
  }
}
