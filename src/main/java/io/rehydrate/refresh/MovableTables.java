package io.rehydrate.refresh;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks up what lies in schemas of a target, through one session. */
final class MovableTables {
  private final Connection session;

  MovableTables(Connection session) {
    this.session = session;
  }

  boolean schemaExists(String schema) throws SQLException {
    return !names(
            "SELECT schema_name FROM information_schema.schemata WHERE schema_name = "
                + Sql.text(schema))
        .isEmpty();
  }

  /** Everything that RENAME TABLE moves: tables of every kind and sequences, without ours. */
  List<TableName> movable(String schema) throws SQLException {
    return names(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = "
                + Sql.text(schema)
                + " AND table_type NOT IN ('VIEW', 'SYSTEM VIEW', 'TEMPORARY') ORDER BY table_name")
        .stream()
        .filter(
            t -> !t.equals(StagingSchemas.OWNER_TABLE) && !t.equals(StagingSchemas.EXCHANGE_TABLE))
        .map(t -> new TableName(schema, t))
        .toList();
  }

  List<TableName> views(String schema) throws SQLException {
    return names(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = "
                + Sql.text(schema)
                + " AND table_type = 'VIEW' ORDER BY table_name")
        .stream()
        .map(view -> new TableName(schema, view))
        .toList();
  }

  boolean exists(TableName table) throws SQLException {
    return !names(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = "
                + Sql.text(table.schema())
                + " AND table_name = "
                + Sql.text(table.table()))
        .isEmpty();
  }

  /** Whether anything at all lies in the schema. */
  boolean isEmpty(String schema) throws SQLException {
    String of = Sql.text(schema);
    return names(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = "
                + of
                + " UNION ALL SELECT routine_name FROM information_schema.routines WHERE routine_schema = "
                + of
                + " UNION ALL SELECT event_name FROM information_schema.events WHERE event_schema = "
                + of)
        .isEmpty();
  }

  /** The first column of every row. */
  List<String> names(String query) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
