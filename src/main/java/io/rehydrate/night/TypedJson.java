package io.rehydrate.night;

import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.server.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Values within MySQL's JSON that its text does not tell from others: a DECIMAL becomes a DOUBLE, a
 * DATE a string. Statements put them back, row by row.
 */
final class TypedJson {
  private static final String TYPES =
      "('DECIMAL', 'DATE', 'TIME', 'DATETIME', 'BLOB', 'BIT', 'OPAQUE')";

  private final Connection session;
  private final Table table;
  private final Map<String, Long> opaque = new LinkedHashMap<>();

  TypedJson(Connection session, Table table) {
    this.session = session;
    this.table = table;
  }

  /** Columns with such values in any row. */
  List<Column> columns() throws SQLException {
    List<Column> candidates = table.writtenColumns().stream().filter(Column::isJson).toList();
    List<Column> found = new ArrayList<>();
    for (Column column : candidates) {
      if (count("SELECT EXISTS (SELECT 1 FROM %s WHERE %s)", column) > 0) {
        found.add(column);
      }
    }
    return found;
  }

  private long count(String query, Column column) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(query.formatted(table.name().quoted(), isTyped(column)))) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String isTyped(Column column) {
    String name = Sql.name(column.name());
    String anywhere =
        "EXISTS (SELECT 1 FROM JSON_TABLE("
            + name
            + ", '%s' COLUMNS (v JSON PATH '$')) x WHERE JSON_TYPE(x.v) IN "
            + TYPES
            + ")";
    return "(JSON_TYPE("
        + name
        + ") IN "
        + TYPES
        + " OR "
        + anywhere.formatted("$**.*")
        + " OR "
        + anywhere.formatted("$**[*]")
        + ")";
  }

  /**
   * The statements for some rows of the table.
   *
   * @param piece which rows; empty: all
   */
  List<String> statements(List<Column> columns, Optional<String> piece) throws SQLException {
    List<String> statements = new ArrayList<>();
    for (Column column : columns) {
      Optional<List<RowKey>> key = RowKey.of(table);
      if (key.isEmpty()) {
        opaque.put(column.name(), count("SELECT COUNT(*) FROM %s WHERE %s", column));
      } else {
        statements.addAll(statements(column, key.get(), piece));
      }
    }
    return statements;
  }

  private List<String> statements(Column column, List<RowKey> key, Optional<String> piece)
      throws SQLException {
    Map<String, List<String>> changes = new LinkedHashMap<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(leaves(column, key, piece))) {
      int keys = key.size();
      while (rows.next()) {
        StringBuilder where = new StringBuilder();
        for (int i = 0; i < keys; i++) {
          where.append(i == 0 ? "" : " AND ").append(key.get(i).equalTo(rows.getString(i + 1)));
        }
        Optional<String> value =
            JsonLeaf.expression(rows.getString(keys + 2), rows.getString(keys + 3));
        if (value.isEmpty()) {
          opaque.merge(column.name(), 1L, Long::sum);
        } else {
          changes
              .computeIfAbsent(where.toString(), w -> new ArrayList<>())
              .add(Sql.text(rows.getString(keys + 1)) + ", " + value.get());
        }
      }
    }
    String name = Sql.name(column.name());
    return changes.entrySet().stream()
        .map(
            change ->
                "UPDATE "
                    + Sql.name(table.name().table())
                    + " SET "
                    + name
                    + " = JSON_REPLACE("
                    + name
                    + ", "
                    + String.join(", ", change.getValue())
                    + ")"
                    + unmoved()
                    + " WHERE "
                    + change.getKey())
        .toList();
  }

  /** Columns with ON UPDATE CURRENT_TIMESTAMP keep their time when they are named. */
  private String unmoved() {
    return table.writtenColumns().stream()
        .filter(c -> c.dataType().equals("timestamp") || c.dataType().equals("datetime"))
        .map(c -> ", " + Sql.name(c.name()) + " = " + Sql.name(c.name()))
        .collect(Collectors.joining());
  }

  /** Path, type and text of every such value, level by level from the top. */
  private String leaves(Column column, List<RowKey> key, Optional<String> piece) {
    String keys =
        IntStream.range(0, key.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    String selected =
        IntStream.range(0, key.size())
            .mapToObj(i -> key.get(i).selected() + " AS k" + i)
            .collect(Collectors.joining(", "));
    String ofParent =
        IntStream.range(0, key.size()).mapToObj(i -> "p.k" + i).collect(Collectors.joining(", "));
    String step =
        " UNION ALL SELECT "
            + ofParent
            + ", CONCAT(p.path, s.step), JSON_EXTRACT(p.v, CONCAT('$', s.step)) FROM p JOIN LATERAL"
            + " (%s) s";
    return "WITH RECURSIVE p ("
        + keys
        + ", path, v) AS (SELECT "
        + selected
        + ", CAST('$' AS CHAR(4000)), "
        + Sql.name(column.name())
        + " FROM "
        + table.name().quoted()
        + " WHERE "
        + isTyped(column)
        + piece.map(condition -> " AND (" + condition + ")").orElse("")
        + step.formatted(
            "SELECT CONCAT('.', JSON_QUOTE(m.k)) AS step FROM JSON_TABLE(JSON_KEYS(p.v), '$[*]'"
                + " COLUMNS (k VARCHAR(4000) PATH '$')) m")
        + step.formatted(
            "SELECT CONCAT('[', e.i - 1, ']') AS step FROM JSON_TABLE(IF(JSON_TYPE(p.v) = 'ARRAY',"
                + " p.v, NULL), '$[*]' COLUMNS (i FOR ORDINALITY)) e")
        + ") SELECT "
        + keys
        + ", path, JSON_TYPE(v), JSON_UNQUOTE(v) FROM p WHERE JSON_TYPE(v) IN "
        + TYPES;
  }

  /** Values that could not be put back, by column. */
  Map<String, Long> left() {
    return opaque;
  }
}
