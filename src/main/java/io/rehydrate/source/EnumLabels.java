package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Labels of ENUM and SET with characters of four bytes: both servers keep them, and show a question
 * mark in every definition, so that a table made from it has another label.
 */
public final class EnumLabels {
  private EnumLabels() {}

  /**
   * Values with such a label, in words, by column; empty where there are none.
   *
   * @param piece which rows are looked at; empty: all
   */
  public static Optional<String> lost(Connection session, Table table, Optional<String> piece)
      throws SQLException {
    List<Column> columns =
        table.writtenColumns().stream()
            .filter(c -> c.dataType().equals("enum") || c.dataType().equals("set"))
            .filter(c -> c.type().contains("?"))
            .toList();
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    String counts =
        columns.stream()
            .map(c -> "COUNT(CASE WHEN " + isCut(c) + " THEN 1 END)")
            .collect(Collectors.joining(", "));
    List<String> lost = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT "
                    + counts
                    + " FROM "
                    + table.name().quoted()
                    + piece.map(condition -> " WHERE " + condition).orElse(""))) {
      row.next();
      for (int i = 0; i < columns.size(); i++) {
        if (row.getLong(i + 1) > 0) {
          lost.add(
              table.name()
                  + "."
                  + columns.get(i).name()
                  + ": "
                  + row.getLong(i + 1)
                  + " values whose label has a character that no server shows in a definition");
        }
      }
    }
    return lost.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lost));
  }

  private static String isCut(Column column) {
    String name = Sql.name(column.name());
    return "CAST(CONVERT(CONVERT("
        + name
        + " USING utf8mb3) USING utf8mb4) AS BINARY) <> CAST(CONVERT("
        + name
        + " USING utf8mb4) AS BINARY)";
  }
}
