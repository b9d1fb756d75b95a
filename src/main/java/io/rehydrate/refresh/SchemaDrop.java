package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Drops the schemas of a refresh that are not needed any more. */
final class SchemaDrop {
  /** A table is referenced by a foreign key of another schema's. */
  private static final Set<Integer> REFERENCED = Set.of(1217, 1451, 3730);

  private final Connection session;

  SchemaDrop(Connection session) {
    this.session = session;
  }

  /** Whatever lies in it: it was ours from the beginning. */
  void incoming(String schema) throws SQLException {
    Sessions.run(
        session,
        "SET SESSION foreign_key_checks = 0",
        "DROP DATABASE IF EXISTS " + Sql.name(schema),
        "SET SESSION foreign_key_checks = 1");
  }

  /**
   * Old tables go with the checks on: a foreign key from a schema outside would be left to point
   * nowhere.
   */
  void outgoing(List<SchemaSwapNames> schemas) throws SQLException {
    dropReferencesAmong(schemas);
    for (SchemaSwapNames schema : schemas) {
      try {
        Sessions.run(
            session,
            "SET SESSION foreign_key_checks = 1",
            "DROP DATABASE IF EXISTS " + Sql.name(schema.outgoing()));
      } catch (SQLException e) {
        if (REFERENCED.contains(e.getErrorCode())) {
          throw referenced(schema, e);
        }
        throw e;
      }
    }
  }

  private void dropReferencesAmong(List<SchemaSwapNames> schemas) throws SQLException {
    String names =
        schemas.stream().map(s -> Sql.text(s.outgoing())).collect(Collectors.joining(", "));
    for (String alter :
        new MovableTables(session)
            .names(
                "SELECT DISTINCT CONCAT('ALTER TABLE `', REPLACE(table_schema, '`', '``'), '`.`',"
                    + " REPLACE(table_name, '`', '``'), '` DROP FOREIGN KEY `',"
                    + " REPLACE(constraint_name, '`', '``'), '`')"
                    + " FROM information_schema.key_column_usage WHERE table_schema IN ("
                    + names
                    + ") AND referenced_table_schema IN ("
                    + names
                    + ") AND referenced_table_schema <> table_schema")) {
      Sessions.run(session, alter);
    }
  }

  private static StageFailedException referenced(SchemaSwapNames schema, SQLException cause) {
    return new StageFailedException(
        ErrorCode.REFRESH_OUTGOING,
        "The target holds the new data, but its old tables in "
            + schema.outgoing()
            + " can't be dropped: a foreign key of another schema points at them",
        "Drop that foreign key, or drop the schema " + schema.outgoing() + " by hand",
        cause);
  }
}
