package io.rehydrate.refresh;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.run.RunId;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The table that says whose an incoming or outgoing schema is. One of its columns has the run's id,
 * so that a plain statement fails on every other server, and in the schema of another run.
 */
final class RunMarker {
  static final String TABLE = "__rehydrate_refresh";

  private RunMarker() {}

  private static String column(RunId run) {
    return Sql.name("run " + run.value());
  }

  private static String table(String schema) {
    return new TableName(schema, TABLE).quoted();
  }

  static void make(Connection session, String schema, RunId run) throws SQLException {
    Sessions.run(
        session,
        "CREATE TABLE "
            + table(schema)
            + " ("
            + column(run)
            + " INT NOT NULL PRIMARY KEY) COMMENT "
            + Sql.text(run.value()));
  }

  static void drop(Connection session, String schema) throws SQLException {
    Sessions.run(session, "DROP TABLE " + table(schema));
  }

  /** A statement that fails unless this run has made the schema. */
  static String proof(String schema, RunId run) {
    return "SELECT " + column(run) + " FROM " + table(schema) + " LIMIT 0";
  }

  /**
   * The same for a client program, as an assignment: it does not look at the rows of an answer, nor
   * at a failure among them.
   *
   * @param encrypted whether it also fails in a session without encryption: MariaDB's programs take
   *     one where the server's greeting offers none, whatever they were asked for
   */
  static String programsProof(String schema, RunId run, boolean encrypted) {
    String marker = "(SELECT COUNT(" + column(run) + ") FROM " + table(schema) + ")";
    return "@rehydrate = ("
        + (encrypted
            ? "SELECT IF(variable_value = '', (SELECT 1 UNION ALL SELECT 2), "
                + marker
                + ") FROM /*M! information_schema */ /*!50700 performance_schema */ .session_status"
                + " WHERE variable_name = 'Ssl_cipher'"
            : marker)
        + ")";
  }

  /** Whether this run has made the schema, and nobody has taken its marker away. */
  static boolean isIn(Connection session, String schema, RunId run) throws SQLException {
    return !new MovableTables(session)
        .names(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = "
                + Sql.text(schema)
                + " AND table_name = "
                + Sql.text(TABLE)
                + " AND column_name = "
                + Sql.text("run " + run.value()))
        .isEmpty();
  }
}
