package io.rehydrate.refresh.keep;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.schema.TableName;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes rows of a table to files, one after the other as they come from the server. */
final class TableSaver {
  private final Connection session;

  /**
   * @param session under the settings of a session that loads
   */
  TableSaver(Connection session) {
    this.session = session;
  }

  /**
   * Writes all rows of a table, as many as the server counts.
   *
   * @throws IOException also where they are not as many, or a name can't stand in a line
   */
  RowFile save(TableName table, Path file) throws SQLException, IOException {
    List<KeptColumn> columns = KeptColumn.of(session, table);
    RowFile.Head head = head(table, columns);
    try (RowFile.Writer writer = new RowFile.Writer(file, head)) {
      write(columns, "", "FROM " + table.quoted(), writer);
      long counted = count("FROM " + table.quoted());
      if (counted != writer.rows()) {
        throw new IOException(writer.rows() + " rows were read, and " + counted + " are there");
      }
      return writer.finish();
    }
  }

  static RowFile.Head head(TableName table, List<KeptColumn> columns) throws IOException {
    List<String> names = columns.stream().map(KeptColumn::name).toList();
    if (columns.isEmpty()) {
      throw new IOException("it has no columns");
    }
    if ((table.table() + names).chars().anyMatch(Character::isISOControl)) {
      throw new IOException("its name, or a column's, has control characters");
    }
    return new RowFile.Head(table.schema(), table.table(), names);
  }

  /**
   * Writes some rows.
   *
   * @param of what columns are called by there, with its dot
   * @param from the clauses from FROM on
   */
  void write(List<KeptColumn> columns, String of, String from, RowFile.Writer writer)
      throws SQLException, IOException {
    String expressions =
        columns.stream().map(column -> column.expression(of)).collect(Collectors.joining(", "));
    Sessions.run(session, "SET character_set_results = NULL");
    try (Statement statement = session.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet rows = statement.executeQuery("SELECT " + expressions + " " + from)) {
        List<String> literals = new ArrayList<>();
        while (rows.next()) {
          literals.clear();
          for (int i = 0; i < columns.size(); i++) {
            literals.add(columns.get(i).literal(rows.getBytes(i + 1)));
          }
          writer.add(literals);
        }
      }
    } finally {
      Sessions.run(session, "SET character_set_results = utf8mb4");
    }
  }

  long count(String from) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) " + from)) {
      row.next();
      return row.getLong(1);
    }
  }
}
