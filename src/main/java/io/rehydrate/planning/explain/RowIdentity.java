package io.rehydrate.planning.explain;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Index;
import io.rehydrate.schema.Table;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The columns by which a table's rows are distinguished, and how they are read and asked for. */
final class RowIdentity {
  private final Table table;
  private final List<Column> columns;

  private RowIdentity(Table table, List<Column> columns) {
    this.table = table;
    this.columns = columns;
  }

  /** Its primary key, else a unique index without NULL; empty where there is neither. */
  static Optional<RowIdentity> of(Table table) {
    return table.indexes().stream()
        .filter(Index::unique)
        .sorted((a, b) -> Boolean.compare(b.isPrimary(), a.isPrimary()))
        .map(index -> index.columns().stream().flatMap(c -> table.column(c).stream()).toList())
        .filter(all -> !all.isEmpty() && all.stream().noneMatch(Column::nullable))
        .filter(all -> table.indexes().stream().anyMatch(i -> covers(i, all)))
        .findFirst()
        .map(all -> new RowIdentity(table, all));
  }

  /** A part on an expression is no column, so the columns alone would not tell rows apart. */
  private static boolean covers(Index index, List<Column> columns) {
    return index.unique() && index.columns().equals(columns.stream().map(Column::name).toList());
  }

  int size() {
    return columns.size();
  }

  /** The values as texts, for a select list; {@code prefix} is a table with its dot, or nothing. */
  String select(String prefix) {
    return columns.stream().map(c -> read(prefix, c)).collect(Collectors.joining(", "));
  }

  private static String read(String prefix, Column column) {
    String name = prefix + Sql.name(column.name());
    if (column.isBinary()) {
      return "HEX(" + name + ")";
    }
    return column.dataType().equals("bit") ? name + " + 0" : "CAST(" + name + " AS CHAR)";
  }

  RowKey read(ResultSet row, int firstColumn) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(row.getString(firstColumn + i));
    }
    return new RowKey(table.name(), values);
  }

  /** True for the row of a key, whose {@link #values} are bound to it. */
  String condition(String prefix) {
    return columns.stream()
        .map(c -> prefix + Sql.name(c.name()) + (c.isBinary() ? " = UNHEX(?)" : " = ?"))
        .collect(Collectors.joining(" AND "));
  }

  /** True for the rows whose key is larger. */
  String larger(String prefix) {
    return "("
        + columns.stream().map(c -> prefix + Sql.name(c.name())).collect(Collectors.joining(", "))
        + ") > ("
        + columns.stream()
            .map(c -> c.isBinary() ? "UNHEX(?)" : "?")
            .collect(Collectors.joining(", "))
        + ")";
  }

  Object[] values(RowKey key) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      String text = key.values().get(i);
      values[i] = isNumber(columns.get(i)) ? new BigDecimal(text) : text;
    }
    return values;
  }

  private static boolean isNumber(Column column) {
    return column.isNumber() || column.dataType().equals("bit");
  }

  /**
   * A key as somebody typed it; several columns between commas.
   *
   * @throws InvalidException {@code explain.key}
   */
  RowKey parse(String typed) {
    List<String> values =
        columns.size() == 1 ? List.of(typed) : Arrays.asList(typed.split(",", -1));
    String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
    if (values.size() != columns.size()) {
      throw new InvalidException(
          ErrorCode.EXPLAIN_KEY,
          "The key of " + table.name() + " has " + columns.size() + " columns: " + names,
          "Give their values with a comma between, in this order");
    }
    List<String> plain = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      plain.add(plain(columns.get(i), values.get(i)));
    }
    return new RowKey(table.name(), plain);
  }

  private String plain(Column column, String typed) {
    String text = typed.strip();
    if (isNumber(column) && !text.matches("-?\\d{1,65}(\\.\\d{1,30})?")) {
      throw notOfType(column, "a number");
    }
    if (column.isBinary()) {
      String hex = text.replaceFirst("^0[xX]", "");
      if (!hex.matches("(?:[0-9a-fA-F]{2})+")) {
        throw notOfType(column, "hexadecimal");
      }
      return hex;
    }
    return columns.size() == 1 && !isNumber(column) ? typed : text;
  }

  private InvalidException notOfType(Column column, String what) {
    return new InvalidException(
        ErrorCode.EXPLAIN_KEY,
        "The key column " + table.name() + "." + column.name() + " is " + column.type(),
        "Give its value as " + what);
  }
}
