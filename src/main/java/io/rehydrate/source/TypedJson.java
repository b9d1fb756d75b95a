package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.io.IOException;
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
 * DATE a string. Statements put them back, row by row; those of a table without a key are counted.
 */
public final class TypedJson {
  private static final String TYPES =
      "('DECIMAL', 'DATE', 'TIME', 'DATETIME', 'BLOB', 'BIT', 'OPAQUE')";

  private final Connection session;
  private final Table table;
  private final Map<String, Long> opaque = new LinkedHashMap<>();

  public TypedJson(Connection session, Table table) {
    this.session = session;
    this.table = table;
  }

  /** Takes statements, one after the other. */
  @FunctionalInterface
  public interface Sink {
    void take(String statement) throws SQLException, IOException;
  }

  /**
   * Columns with such values in any row.
   *
   * @param piece which rows are looked at; empty: all
   */
  public List<Column> columns(Optional<String> piece) throws SQLException {
    List<Column> candidates = table.writtenColumns().stream().filter(Column::isJson).toList();
    List<Column> found = new ArrayList<>();
    for (Column column : candidates) {
      if (count("SELECT EXISTS (SELECT 1 FROM %s WHERE %s)", column, piece) > 0) {
        found.add(column);
      }
    }
    return found;
  }

  private long count(String query, Column column, Optional<String> piece) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                query.formatted(table.name().quoted(), isTyped(column) + and(piece)))) {
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

  private static String and(Optional<String> piece) {
    return piece.map(condition -> " AND (" + condition + ")").orElse("");
  }

  /**
   * Gives a statement for each of some rows of the table.
   *
   * @param piece which rows; empty: all
   * @param name of the table in the statements, quoted
   */
  public void statements(List<Column> columns, Optional<String> piece, String name, Sink sink)
      throws SQLException, IOException {
    Optional<List<RowKey>> key = RowKey.of(table);
    for (Column column : columns) {
      if (key.isEmpty()) {
        opaque.put(column.name(), count("SELECT COUNT(*) FROM %s WHERE %s", column, piece));
      } else {
        statements(column, key.get(), piece, name, sink);
      }
    }
  }

  private void statements(
      Column column, List<RowKey> key, Optional<String> piece, String name, Sink sink)
      throws SQLException, IOException {
    try (Statement statement =
        session.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet rows = statement.executeQuery(leaves(column, key, piece))) {
        String row = "";
        List<Change> changes = new ArrayList<>();
        while (rows.next()) {
          String next = condition(key, rows);
          if (!next.equals(row)) {
            give(column, name, row, changes, sink);
            row = next;
            changes.clear();
          }
          change(column, key.size(), rows).ifPresent(changes::add);
        }
        give(column, name, row, changes, sink);
      }
    }
  }

  private static String condition(List<RowKey> key, ResultSet row) throws SQLException {
    StringBuilder where = new StringBuilder();
    for (int i = 0; i < key.size(); i++) {
      where.append(i == 0 ? "" : " AND ").append(key.get(i).equalTo(row.getString(i + 1)));
    }
    return where.toString();
  }

  private Optional<Change> change(Column column, int keys, ResultSet row) throws SQLException {
    String type = row.getString(keys + 2);
    Optional<String> value = JsonLeaf.expression(type, row.getString(keys + 3));
    if (value.isEmpty()) {
      opaque.merge(column.name(), 1L, Long::sum);
      return Optional.empty();
    }
    return Optional.of(
        new Change(Sql.text(row.getString(keys + 1)), value.get(), type.equals("DECIMAL")));
  }

  /** A value at a path, both as literals. */
  private record Change(String path, String value, boolean number) {
    @Override
    public String toString() {
      return path + ", " + value;
    }
  }

  private void give(Column column, String name, String row, List<Change> changes, Sink sink)
      throws SQLException, IOException {
    if (changes.isEmpty()) {
      return;
    }
    if (changes.stream().allMatch(Change::number)) {
      // the server keeps what is there where the new document compares as equal: 1.10 and 1.1 do
      sink.take(update(column, name, changes.get(0).path() + ", TRUE", row));
    }
    sink.take(
        update(
            column,
            name,
            changes.stream().map(Change::toString).collect(Collectors.joining(", ")),
            row));
  }

  private String update(Column column, String name, String changes, String row) {
    String json = Sql.name(column.name());
    return "UPDATE "
        + name
        + " SET "
        + json
        + " = JSON_REPLACE("
        + json
        + ", "
        + changes
        + ")"
        + unmoved()
        + " WHERE "
        + row;
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
        + and(piece)
        + step.formatted(
            "SELECT CONCAT('.', JSON_QUOTE(m.k)) AS step FROM JSON_TABLE(JSON_KEYS(p.v), '$[*]'"
                + " COLUMNS (k VARCHAR(4000) PATH '$')) m")
        + step.formatted(
            "SELECT CONCAT('[', e.i - 1, ']') AS step FROM JSON_TABLE(IF(JSON_TYPE(p.v) = 'ARRAY',"
                + " p.v, NULL), '$[*]' COLUMNS (i FOR ORDINALITY)) e")
        + ") SELECT "
        + keys
        + ", path, JSON_TYPE(v), JSON_UNQUOTE(v) FROM p WHERE JSON_TYPE(v) IN "
        + TYPES
        + " ORDER BY "
        + keys;
  }

  /** Values that could not be put back, by column. */
  public Map<String, Long> left() {
    return opaque;
  }

  /** In words: a table, and how many values of which columns could not be put back. */
  public static String lost(TableName table, Map<String, Long> left) {
    return left.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            column ->
                table
                    + "."
                    + column.getKey()
                    + ": "
                    + column.getValue()
                    + " JSON values of types that no text carries and no statement finds again")
        .collect(Collectors.joining(", "));
  }
}
