package io.rehydrate.refresh;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.SQLException;

/** The events of a schema, which the server would run by itself. */
final class Events {
  private Events() {}

  static void switchOff(Connection session, String schema) throws SQLException {
    for (String event :
        new MovableTables(session)
            .names(
                "SELECT event_name FROM information_schema.events WHERE event_schema = "
                    + Sql.text(schema)
                    + " AND status = 'ENABLED'")) {
      Sessions.run(session, "ALTER EVENT " + new TableName(schema, event).quoted() + " DISABLE");
    }
  }
}
