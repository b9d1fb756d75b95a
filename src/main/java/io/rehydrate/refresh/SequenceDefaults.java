package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Defaults that take a number from a sequence: MariaDB keeps them with the name of the schema in
 * which they were made, and moving a table and its sequence doesn't change that.
 */
final class SequenceDefaults {
  private static final int DENIED = 1142;

  private final Connection session;
  private final List<SchemaSwapNames> schemas;

  SequenceDefaults(Connection session, List<SchemaSwapNames> schemas) {
    this.session = session;
    this.schemas = schemas;
  }

  /**
   * Has the incoming tables' defaults written again as they are, since some versions of MariaDB
   * take rights on a schema for none on its sequences.
   *
   * @throws RefusedException {@code refresh.sequences} with the GRANT statements
   */
  void requireRights(Target target) throws SQLException {
    try {
      alter(SchemaSwapNames::incoming);
    } catch (SQLException e) {
      if (e.getErrorCode() != DENIED) {
        throw e;
      }
      throw new RefusedException(
          ErrorCode.REFRESH_SEQUENCES,
          "The server of the target "
              + target.name()
              + " does not let its account change the defaults that take a number from a sequence ("
              + SqlErrors.describe(e)
              + "); nothing was exchanged",
          "Some versions of MariaDB ask for rights on each sequence: run "
              + String.join("; ", grants(target))
              + "; or install a newer version",
          e);
    }
  }

  private List<String> grants(Target target) throws SQLException {
    List<String> grants = new ArrayList<>();
    for (SchemaSwapNames schema : schemas) {
      for (String sequence :
          new MovableTables(session)
              .names(
                  "SELECT table_name FROM information_schema.tables WHERE table_type = 'SEQUENCE'"
                      + " AND table_schema = "
                      + Sql.text(schema.incoming()))) {
        for (String name : List.of(schema.incoming(), schema.live())) {
          grants.add(Grants.onSequence(new TableName(name, sequence), target.login().username()));
        }
      }
    }
    return grants;
  }

  /** Has the live tables' defaults take theirs from the live schemas; safe to repeat. */
  void move() throws SQLException {
    alter(SchemaSwapNames::live);
  }

  /**
   * @param place where the tables and the sequences are
   */
  private void alter(Function<SchemaSwapNames, String> place) throws SQLException {
    for (SchemaSwapNames in : schemas) {
      Map<TableName, List<String>> changes = new TreeMap<>();
      for (SchemaSwapNames of : schemas) {
        find(place.apply(in), of.incoming(), place.apply(of), changes);
      }
      for (Map.Entry<TableName, List<String>> table : changes.entrySet()) {
        Sessions.run(
            session,
            "ALTER TABLE " + table.getKey().quoted() + " " + String.join(", ", table.getValue()));
      }
    }
  }

  private void find(String schema, String from, String to, Map<TableName, List<String>> changes)
      throws SQLException {
    String before = Sql.name(from) + ".";
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
                    + rows.getString(3).replace(before, Sql.name(to) + ".")
                    + ")");
      }
    }
  }
}
