package io.rehydrate.clone;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The accounts of a clone: the developer's, with rights on the schemas alone, and the server's own
 * ones that nobody can log in as. There is no root: what has to be done as root is done by
 * statements that the server executes at its start.
 */
final class CloneAccounts {
  /** Prepares a golden, and then removes itself. */
  static final String MAKER = "rehydrate";

  private static final String DEVELOPER = "'" + Logins.USER + "'@'%'";
  private static final String MAKERS_ACCOUNT = "'" + MAKER + "'@'127.0.0.1'";

  /** Locked by the vendors, and owners of their own views. */
  private static final Set<String> OF_THE_SERVER =
      Set.of("mysql.sys", "mysql.session", "mysql.infoschema", "mariadb.sys");

  private CloneAccounts() {}

  /**
   * Statements of the first start: the developer's account owns what is loaded, and has no right
   * that it will not keep.
   */
  static List<String> begin(
      Collection<String> schemas, String developersPassword, String makersPassword) {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE USER " + MAKERS_ACCOUNT + " IDENTIFIED BY " + Sql.text(makersPassword));
    statements.add("GRANT ALL ON *.* TO " + MAKERS_ACCOUNT + " WITH GRANT OPTION");
    statements.add("CREATE USER " + DEVELOPER + " IDENTIFIED BY " + Sql.text(developersPassword));
    for (String schema : schemas) {
      statements.add("GRANT ALL ON " + pattern(schema) + ".* TO " + DEVELOPER);
    }
    return statements;
  }

  /** In a grant, {@code _} and {@code %} stand for other characters. */
  private static String pattern(String schema) {
    return Sql.name(schema.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%"));
  }

  /** Statements of each start of a clone that is a target: the account that the settings name. */
  static List<String> of(String user, String password, Collection<String> schemas) {
    String account = Sql.text(user) + "@'%'";
    List<String> statements = new ArrayList<>();
    statements.add("CREATE USER IF NOT EXISTS " + account);
    statements.add("ALTER USER " + account + " IDENTIFIED BY " + Sql.text(password));
    for (String schema : schemas) {
      statements.add("GRANT ALL ON " + pattern(schema) + ".* TO " + account);
    }
    return statements;
  }

  /** Statements of each start of a clone: the developer may come in with this password. */
  static List<String> open(String password) {
    return List.of("ALTER USER " + DEVELOPER + " IDENTIFIED BY " + Sql.text(password));
  }

  /**
   * Removes every other account, and the one of this session last: from then on nobody can log in.
   *
   * @param maker a session of the account that prepares
   */
  static void close(Connection maker) throws SQLException {
    List<String> statements = new ArrayList<>();
    try (Statement statement = maker.createStatement();
        ResultSet rows = statement.executeQuery("SELECT user, host FROM mysql.user")) {
      while (rows.next()) {
        String user = rows.getString(1);
        // a role of MariaDB has no host
        boolean stays =
            OF_THE_SERVER.contains(user)
                || user.equals(Logins.USER)
                || user.equals(MAKER)
                || rows.getString(2).isEmpty();
        if (!stays) {
          statements.add("DROP USER " + Sql.text(user) + "@" + Sql.text(rows.getString(2)));
        }
      }
    }
    statements.add("ALTER USER " + DEVELOPER + " IDENTIFIED BY " + Sql.text(Logins.newPassword()));
    statements.add("SET GLOBAL innodb_fast_shutdown = 0");
    statements.add("DROP USER " + MAKERS_ACCOUNT);
    Sessions.run(maker, statements.toArray(String[]::new));
  }
}
