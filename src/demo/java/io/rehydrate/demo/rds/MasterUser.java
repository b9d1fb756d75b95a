package io.rehydrate.demo.rds;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.SQLException;

/** The account that a cluster's owner logs in with: nearly all rights, as on RDS, but no SUPER. */
final class MasterUser {
  private static final String RIGHTS =
      """
      SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER,
      SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE,
      BINLOG MONITOR, REPLICA MONITOR, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE,
      CREATE USER, EVENT, TRIGGER, SET USER, CONNECTION ADMIN, SHOW CREATE ROUTINE
      """;

  private MasterUser() {}

  static void set(ServerLogin root, String user, Secret password) {
    String account = "'" + user + "'@'%'";
    String identified = account + " IDENTIFIED BY '" + password.reveal().replace("'", "''") + "'";
    try (Connection session = Sessions.open(root, "simulated cluster")) {
      Sessions.run(
          session,
          "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'",
          "CREATE USER IF NOT EXISTS " + identified,
          "ALTER USER " + identified,
          "GRANT " + RIGHTS + " ON *.* TO " + account + " WITH GRANT OPTION");
    } catch (SQLException e) {
      throw new IllegalStateException("the master user of a simulated cluster", e);
    }
  }
}
