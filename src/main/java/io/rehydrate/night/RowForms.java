package io.rehydrate.night;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Copies a table whose values a dump program's text would change into one that it can carry. */
final class RowForms {
  private final Connection session;
  private final Table table;

  RowForms(Connection session, Table table) {
    this.session = session;
    this.table = table;
  }

  /**
   * Looks through the table once, where its columns call for it.
   *
   * @return the forms of those columns of which a value would be lost
   */
  List<ColumnForm> needed() throws SQLException {
    List<ColumnForm> possible =
        table.writtenColumns().stream().flatMap(column -> ColumnForm.of(column).stream()).toList();
    if (possible.isEmpty()) {
      return List.of();
    }
    String counts =
        possible.stream()
            .map(form -> "COUNT(CASE WHEN " + form.lost() + " THEN 1 END)")
            .collect(Collectors.joining(", "));
    List<ColumnForm> needed = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT " + counts + " FROM " + table.name().quoted())) {
      row.next();
      for (int i = 0; i < possible.size(); i++) {
        if (row.getLong(i + 1) > 0) {
          needed.add(possible.get(i));
        }
      }
    }
    return needed;
  }

  /** Makes the copy, under the same name in another schema; a key by which it is cut stays one. */
  TableName copy(String schema, List<ColumnForm> forms) throws SQLException {
    Map<String, ColumnForm> byColumn =
        forms.stream().collect(Collectors.toMap(ColumnForm::column, Function.identity()));
    String columns =
        table.writtenColumns().stream()
            .map(
                column ->
                    Optional.ofNullable(byColumn.get(column.name()))
                            .map(f -> f.form() + " AS ")
                            .orElse("")
                        + Sql.name(column.name()))
            .collect(Collectors.joining(", "));
    TableName copy = new TableName(schema, table.name().table());
    try (Statement statement = session.createStatement()) {
      statement.execute(
          "CREATE TABLE "
              + copy.quoted()
              + key()
              + " ENGINE = InnoDB SELECT "
              + columns
              + " FROM "
              + table.name().quoted());
    }
    return copy;
  }

  private String key() {
    List<String> key = table.primaryKey();
    boolean number =
        key.size() == 1 && table.column(key.get(0)).filter(Column::isInteger).isPresent();
    return number ? " (PRIMARY KEY (" + Sql.name(key.get(0)) + "))" : "";
  }
}
