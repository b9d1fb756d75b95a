package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.List;
import java.util.Optional;

/**
 * One column of a primary key, as a statement names a row by it.
 *
 * @param column its name
 * @param selected what is selected for it
 * @param literal how the selected text becomes a literal
 */
record RowKey(String column, String selected, Literal literal) {

  /** How a literal is written. */
  enum Literal {
    NUMBER,
    TIME,
    TEXT,
    BYTES
  }

  /** Empty for a table without a primary key, or with one of a type that has no literal. */
  static Optional<List<RowKey>> of(Table table) {
    List<RowKey> keys =
        table.primaryKey().stream()
            .flatMap(name -> table.column(name).stream())
            .flatMap(column -> of(column).stream())
            .toList();
    return keys.isEmpty() || keys.size() < table.primaryKey().size()
        ? Optional.empty()
        : Optional.of(keys);
  }

  private static Optional<RowKey> of(Column column) {
    String name = Sql.name(column.name());
    return switch (column.dataType()) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year" ->
          Optional.of(new RowKey(column.name(), name, Literal.NUMBER));
      case "date", "time", "datetime", "timestamp" ->
          Optional.of(new RowKey(column.name(), name, Literal.TIME));
      case "char", "varchar" ->
          Optional.of(
              new RowKey(column.name(), "HEX(CONVERT(" + name + " USING utf8mb4))", Literal.TEXT));
      case "binary", "varbinary" ->
          Optional.of(new RowKey(column.name(), "HEX(" + name + ")", Literal.BYTES));
      default -> Optional.empty();
    };
  }

  /** The condition for a value as it was selected. */
  String equalTo(String selectedText) {
    return Sql.name(column)
        + " = "
        + switch (literal) {
          case NUMBER -> selectedText;
          case TIME -> Sql.text(selectedText);
          case TEXT -> "_utf8mb4 x'" + selectedText + "'";
          case BYTES -> "x'" + selectedText + "'";
        };
  }
}
