package io.rehydrate.refresh;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The triggers of a live schema, which stop a RENAME to another schema (error 1435): their texts
 * are read with their definers, and come back with them where the account may set a definer.
 */
final class LiveTriggers {
  /** Access denied for lack of SUPER, SET USER or SET_ANY_DEFINER. */
  private static final int MAY_NOT_SET_DEFINER = 1227;

  /** As every server writes it, whatever was typed once. */
  private static final Pattern DEFINER =
      Pattern.compile("^CREATE DEFINER=`(?:[^`]|``)*`@`(?:[^`]|``)*` ");

  private final Connection session;

  LiveTriggers(Connection session) {
    this.session = session;
  }

  List<StoredObject> read(String schema) throws SQLException {
    List<StoredObject> triggers = new ArrayList<>();
    for (String name : names(schema)) {
      try (Statement statement = session.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SHOW CREATE TRIGGER " + new TableName(schema, name).quoted())) {
        row.next();
        triggers.add(
            new StoredObject(
                StoredObject.Kind.TRIGGER,
                name,
                row.getString("SQL Original Statement"),
                row.getString("sql_mode"),
                row.getString("character_set_client"),
                row.getString("collation_connection")));
      }
    }
    return triggers;
  }

  /** From the last to the first, so that those left are always the first ones of their table. */
  void drop(String schema) throws SQLException {
    List<String> names = names(schema);
    Collections.reverse(names);
    for (String name : names) {
      Sessions.run(session, "DROP TRIGGER IF EXISTS " + new TableName(schema, name).quoted());
    }
  }

  /** Makes those that are missing. */
  void restore(String schema, List<StoredObject> triggers) throws SQLException {
    Set<String> there = Set.copyOf(names(schema));
    ObjectMaker maker = new ObjectMaker(session, schema);
    for (StoredObject trigger : triggers) {
      if (!there.contains(trigger.name())) {
        try {
          maker.make(trigger);
        } catch (SQLException e) {
          if (e.getErrorCode() != MAY_NOT_SET_DEFINER) {
            throw e;
          }
          maker.make(withoutDefiner(trigger));
        }
      }
    }
  }

  private static StoredObject withoutDefiner(StoredObject trigger) {
    return new StoredObject(
        trigger.kind(),
        trigger.name(),
        DEFINER.matcher(trigger.createStatement()).replaceFirst("CREATE "),
        trigger.sqlMode(),
        trigger.characterSet(),
        trigger.collation());
  }

  private List<String> names(String schema) throws SQLException {
    return new MovableTables(session)
        .names(
            "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = "
                + Sql.text(schema)
                + " ORDER BY event_object_table, action_timing, event_manipulation, action_order");
  }
}
