package io.rehydrate.schema;

import io.rehydrate.mysql.Sessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A session's settings while definitions are read: ANSI_QUOTES, ORACLE or NO_BACKSLASH_ESCAPES in
 * {@code sql_mode} would change the form of what SHOW CREATE gives. {@link #restore()} puts back
 * what was.
 */
final class SessionSettings {
  private final Connection session;
  private final String sqlMode;
  private final String schema;

  private SessionSettings(Connection session, String sqlMode, String schema) {
    this.session = session;
    this.sqlMode = sqlMode;
    this.schema = schema;
  }

  static SessionSettings plain(Connection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      String sqlMode;
      String schema;
      try (ResultSet row = statement.executeQuery("SELECT @@sql_mode, COALESCE(DATABASE(), '')")) {
        row.next();
        sqlMode = row.getString(1);
        schema = row.getString(2);
      }
      statement.execute("SET SESSION sql_mode = '', SESSION sql_quote_show_create = 1");
      return new SessionSettings(session, sqlMode, schema);
    }
  }

  void restore() throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute("SET SESSION sql_mode = '" + sqlMode + "'");
    }
    if (!schema.isEmpty()) {
      Sessions.use(session, schema);
    }
  }
}
