package io.rehydrate.refresh;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Defaults that take a number from a sequence: MariaDB keeps them with the name of the schema in
 * which they were made, and moving a table and its sequence doesn't change that.
 */
final class SequenceDefaults {
  private final Connection session;
  private final List<SchemaSwapNames> schemas;

  SequenceDefaults(Connection session, List<SchemaSwapNames> schemas) {
    this.session = session;
    this.schemas = schemas;
  }

  /** Has the live tables' defaults take theirs from the live schemas; safe to repeat. */
  void move() throws SQLException {
    for (SchemaSwapNames in : schemas) {
      Map<TableName, List<String>> changes = new TreeMap<>();
      for (SchemaSwapNames of : schemas) {
        find(in.live(), of, changes);
      }
      for (Map.Entry<TableName, List<String>> table : changes.entrySet()) {
        Sessions.run(
            session,
            "ALTER TABLE " + table.getKey().quoted() + " " + String.join(", ", table.getValue()));
      }
    }
  }

  private void find(String schema, SchemaSwapNames of, Map<TableName, List<String>> changes)
      throws SQLException {
    String before = Sql.name(of.incoming()) + ".";
    try (Statement statement = session.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name, column_name, column_default FROM information_schema.columns"
                    + " WHERE table_schema = "
                    + Sql.text(schema)
                    + " AND column_default LIKE '%val(%' AND LOCATE("
                    + Sql.text(before)
                    + ", column_default) > 0")) {
      while (rows.next()) {
        changes
            .computeIfAbsent(new TableName(schema, rows.getString(1)), table -> new ArrayList<>())
            .add(
                "ALTER COLUMN "
                    + Sql.name(rows.getString(2))
                    + " SET DEFAULT ("
                    + rows.getString(3).replace(before, Sql.name(of.live()) + ".")
                    + ")");
      }
    }
  }
}
