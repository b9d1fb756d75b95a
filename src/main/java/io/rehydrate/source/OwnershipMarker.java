package io.rehydrate.source;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.run.RunId;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The table in a scratch schema that says who made it.
 *
 * @param installation the id of the installation
 * @param run the run's id as written
 */
record OwnershipMarker(String installation, String run) {

  /** What a schema of a name turned out to be. */
  enum State {
    ABSENT,
    EMPTY,
    MARKED,
    FOREIGN
  }

  static void write(Connection scratch, String schema, String installation, RunId run)
      throws SQLException {
    String table = table(schema);
    Sessions.run(
        scratch,
        "CREATE TABLE "
            + table
            + " (installation VARCHAR(100) NOT NULL PRIMARY KEY, run VARCHAR(100) NOT NULL)",
        "INSERT INTO "
            + table
            + " VALUES ("
            + Sql.text(installation)
            + ", "
            + Sql.text(run.value())
            + ")",
        "COMMIT");
  }

  /** A marker without a row, and nothing else, counts as empty: its maker died between the two. */
  static State state(Connection scratch, String schema) throws SQLException {
    if (count(scratch, "schemata WHERE schema_name = " + Sql.text(schema)) == 0) {
      return State.ABSENT;
    }
    long tables = count(scratch, "tables WHERE table_schema = " + Sql.text(schema));
    long routines = count(scratch, "routines WHERE routine_schema = " + Sql.text(schema));
    long events = count(scratch, "events WHERE event_schema = " + Sql.text(schema));
    if (tables + routines + events == 0) {
      return State.EMPTY;
    }
    if (read(scratch, schema).isPresent()) {
      return State.MARKED;
    }
    return tables + routines + events == count(scratch, marker(schema))
        ? State.EMPTY
        : State.FOREIGN;
  }

  /** Empty where there is no marker, or one without a row: its maker died before it was written. */
  static Optional<OwnershipMarker> read(Connection scratch, String schema) throws SQLException {
    if (count(scratch, marker(schema)) == 0) {
      return Optional.empty();
    }
    try (Statement statement = scratch.createStatement();
        ResultSet row = statement.executeQuery("SELECT installation, run FROM " + table(schema))) {
      return row.next()
          ? Optional.of(new OwnershipMarker(row.getString(1), row.getString(2)))
          : Optional.empty();
    }
  }

  private static String marker(String schema) {
    return "tables WHERE table_schema = "
        + Sql.text(schema)
        + " AND table_name = "
        + Sql.text(CatalogReader.SCRATCH_MARKER);
  }

  private static String table(String schema) {
    return new TableName(schema, CatalogReader.SCRATCH_MARKER).quoted();
  }

  private static long count(Connection scratch, String what) throws SQLException {
    try (Statement statement = scratch.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM information_schema." + what)) {
      row.next();
      return row.getLong(1);
    }
  }
}
