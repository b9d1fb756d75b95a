package io.rehydrate.refresh;

import io.rehydrate.dump.AfterScript;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes and drops the routines, views, triggers and events of one schema. */
final class ObjectMaker {
  private final Connection session;
  private final String schema;

  ObjectMaker(Connection session, String schema) {
    this.session = session;
    this.schema = schema;
  }

  /** Under the settings that the object was first written under. */
  void make(StoredObject object) throws SQLException {
    Sessions.run(
        session,
        "USE " + Sql.name(schema),
        "SET SESSION sql_mode = "
            + Sql.text(object.sqlMode())
            + ", SESSION collation_connection = "
            + Sql.text(object.collation()));
    String collation = new MovableTables(session).names("SELECT @@collation_database").get(0);
    boolean other =
        !object.databaseCollation().isEmpty() && !object.databaseCollation().equals(collation);
    List<String> before = new ArrayList<>(AfterScript.zone(object));
    List<String> after = new ArrayList<>(List.of("SET NAMES utf8mb4", "SET SESSION sql_mode = ''"));
    if (!before.isEmpty()) {
      before.add(0, "SET @rehydrate_time_zone = @@time_zone");
      after.add("SET SESSION time_zone = @rehydrate_time_zone");
    }
    if (other) {
      before.add(AfterScript.collated(object.databaseCollation()));
      after.add(AfterScript.collated(collation));
    }
    try {
      Sessions.run(session, before.toArray(String[]::new));
      Sessions.run(session, object.createStatement());
    } finally {
      Sessions.run(session, after.toArray(String[]::new));
    }
  }

  /** Every view, routine, trigger and event, in an order in which none is missed by another. */
  void dropAll() throws SQLException {
    dropEvents();
    dropAllButEvents();
  }

  void dropEvents() throws SQLException {
    drop(
        "EVENT",
        new MovableTables(session)
            .names(
                "SELECT event_name FROM information_schema.events WHERE event_schema = "
                    + Sql.text(schema)));
  }

  void dropFunctions() throws SQLException {
    dropRoutines("FUNCTION");
  }

  void dropAllButEvents() throws SQLException {
    MovableTables tables = new MovableTables(session);
    String of = Sql.text(schema);
    new LiveTriggers(session).drop(schema);
    drop(
        "VIEW",
        tables.names(
            "SELECT table_name FROM information_schema.tables WHERE table_type = 'VIEW' AND"
                + " table_schema = "
                + of));
    for (String type : List.of("PROCEDURE", "FUNCTION", "PACKAGE BODY", "PACKAGE")) {
      dropRoutines(type);
    }
  }

  private void dropRoutines(String type) throws SQLException {
    drop(
        type,
        new MovableTables(session)
            .names(
                "SELECT routine_name FROM information_schema.routines WHERE routine_type = '"
                    + type
                    + "' AND routine_schema = "
                    + Sql.text(schema)));
  }

  private void drop(String type, List<String> names) throws SQLException {
    for (String name : names) {
      Sessions.run(session, "DROP " + type + " IF EXISTS " + new TableName(schema, name).quoted());
    }
  }
}
