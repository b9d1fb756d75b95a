package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Rows with large values, which are asked for in pieces, so that no value is ever in memory. */
final class LargeRowStream extends LoadedRows {
  private final Connection source;
  private final Table table;
  private final List<ColumnTransport> columns;
  private final List<Column> written;
  private final long piece;
  private final Iterator<String> rows;
  private String condition = "";

  /** The current row; null for what is asked for in pieces. */
  private List<byte[]> values = List.of();

  private List<Boolean> inPieces = List.of();
  private int next;
  private long place;

  /**
   * @param rows a condition each
   * @param piece in characters
   */
  LargeRowStream(
      Connection source,
      Table table,
      List<ColumnTransport> columns,
      List<String> rows,
      long piece,
      SourceLoad counted) {
    super(columns, counted);
    this.source = source;
    this.table = table;
    this.columns = columns;
    this.written = table.writtenColumns();
    this.rows = rows.iterator();
    this.piece = piece;
  }

  @Override
  boolean append() throws SQLException {
    if (next == values.size()) {
      if (!rows.hasNext()) {
        return false;
      }
      begin(rows.next());
    }
    if (inPieces.get(next)) {
      piece();
    } else {
      field(next, values.get(next));
      advance();
    }
    return true;
  }

  private void advance() {
    next++;
    place = 1;
    if (next == values.size()) {
      endRow();
    }
  }

  private void begin(String row) throws SQLException {
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      boolean large = LargeRows.mayBeLarge(written.get(i));
      selected.add(large ? Sql.name(written.get(i).name()) + " IS NULL" : columns.get(i).select());
    }
    condition = row;
    values = new ArrayList<>();
    inPieces = new ArrayList<>();
    next = 0;
    place = 1;
    try (Statement statement = source.createStatement();
        ResultSet found = statement.executeQuery(query(String.join(", ", selected)))) {
      if (!found.next()) {
        throw new SQLException("a row is gone that was read before");
      }
      for (int i = 0; i < columns.size(); i++) {
        boolean large = LargeRows.mayBeLarge(written.get(i));
        inPieces.add(large && !found.getBoolean(i + 1));
        values.add(large ? null : found.getBytes(i + 1));
      }
    }
  }

  private void piece() throws SQLException {
    byte[] bytes;
    try (Statement statement = source.createStatement();
        ResultSet found =
            statement.executeQuery(
                query("SUBSTRING(" + text(next) + ", " + place + ", " + piece + ")"))) {
      found.next();
      bytes = found.getBytes(1);
    }
    if (bytes == null || bytes.length == 0) {
      endField();
      advance();
    } else {
      part(next, bytes);
      place += piece;
    }
  }

  private String text(int index) {
    String name = Sql.name(written.get(index).name());
    return written.get(index).dataType().equals("json")
        ? "CAST(" + name + " AS CHAR CHARACTER SET utf8mb4)"
        : name;
  }

  private String query(String selected) {
    return "SELECT " + selected + " FROM " + table.name().quoted() + " WHERE " + condition;
  }
}
