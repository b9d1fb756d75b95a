package io.rehydrate.refresh.keep;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a schema that hold rows of their own.
 *
 * @param engines of each table, by its name
 * @param anyCase whether the server takes names in any letters
 */
record TablesHere(String schema, Map<String, String> engines, boolean anyCase) {

  static TablesHere of(Connection session, String schema) throws SQLException {
    Map<String, String> engines = new LinkedHashMap<>();
    boolean anyCase;
    try (Statement statement = session.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT table_name, COALESCE(engine, '') FROM information_schema.tables"
                  + " WHERE table_schema = "
                  + Sql.text(schema)
                  + " AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY table_name")) {
        while (rows.next()) {
          engines.put(rows.getString(1), rows.getString(2));
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT @@lower_case_table_names")) {
        row.next();
        anyCase = row.getInt(1) != 0;
      }
    }
    return new TablesHere(schema, engines, anyCase);
  }

  /** A table as it is written here. */
  Optional<TableName> find(String table) {
    if (engines.containsKey(table)) {
      return Optional.of(new TableName(schema, table));
    }
    return engines.keySet().stream()
        .filter(name -> anyCase && name.equalsIgnoreCase(table))
        .map(name -> new TableName(schema, name))
        .findFirst();
  }

  /** Whether a statement that fails leaves nothing behind. */
  boolean undoesStatements(TableName table) {
    return "InnoDB".equals(engines.get(table.table()));
  }
}
