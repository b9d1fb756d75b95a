package io.rehydrate.schema;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.StoredObject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the sequences, routines, views, triggers and events of one schema, in creation's order. */
final class ObjectReader {
  private final JdbcTemplate jdbc;
  private final String schema;
  private final ServerVersion version;

  ObjectReader(JdbcTemplate jdbc, String schema, ServerVersion version) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.version = version;
  }

  /** The session's current schema must be the one to read: a view names other schemas' tables. */
  List<StoredObject> read() {
    List<StoredObject> objects = new ArrayList<>();
    if (version.isMariaDb()) {
      refusePackages();
      for (String name : names("table_name", "tables", "table_schema", "table_type = 'SEQUENCE'")) {
        objects.add(sequence(name));
      }
    }
    addAll(objects, Kind.FUNCTION, routines("FUNCTION"), "Create Function");
    addAll(objects, Kind.PROCEDURE, routines("PROCEDURE"), "Create Procedure");
    List<StoredObject> views = new ArrayList<>();
    addAll(
        views,
        Kind.VIEW,
        names("table_name", "tables", "table_schema", "table_type = 'VIEW'"),
        "Create View");
    objects.addAll(ViewOrder.sorted(views));
    addAll(
        objects,
        Kind.TRIGGER,
        names(
            "trigger_name",
            "triggers",
            "trigger_schema",
            "TRUE",
            "event_object_table, action_timing, event_manipulation, action_order"),
        "SQL Original Statement");
    objects.addAll(events());
    return List.copyOf(objects);
  }

  List<StoredObject> events() {
    List<StoredObject> events = new ArrayList<>();
    addAll(
        events, Kind.EVENT, names("event_name", "events", "event_schema", "TRUE"), "Create Event");
    return events;
  }

  private void addAll(List<StoredObject> to, Kind kind, List<String> names, String textColumn) {
    names.forEach(name -> to.add(object(kind, name, textColumn)));
  }

  private List<String> routines(String type) {
    return names("routine_name", "routines", "routine_schema", "routine_type = '" + type + "'");
  }

  private List<String> names(String column, String view, String schemaColumn, String condition) {
    return names(column, view, schemaColumn, condition, column);
  }

  private List<String> names(
      String column, String view, String schemaColumn, String condition, String order) {
    return jdbc.query(
        "SELECT "
            + column
            + " AS n FROM information_schema."
            + view
            + " WHERE "
            + schemaColumn
            + " = ? AND "
            + condition
            + " ORDER BY "
            + order,
        (row, i) -> row.getString("n"),
        schema);
  }

  private StoredObject object(Kind kind, String name, String textColumn) {
    boolean isView = kind == Kind.VIEW;
    try {
      return jdbc.queryForObject(
          "SHOW CREATE " + kind + " " + new TableName(schema, name).quoted(),
          (row, i) -> {
            String text =
                Definer.strip(
                    Optional.ofNullable(row.getString(textColumn))
                        .orElseThrow(() -> noRights(kind, name, null)));
            return new StoredObject(
                kind,
                name,
                isView ? ViewText.within(text, schema) : text,
                isView ? "" : row.getString("sql_mode"),
                row.getString("character_set_client"),
                row.getString("collation_connection"),
                isView ? "" : row.getString("Database Collation"),
                kind == Kind.EVENT ? row.getString("time_zone") : "");
          });
    } catch (DataAccessException e) {
      if (AccessErrors.isDenied(e)) {
        throw noRights(kind, name, e);
      }
      throw e;
    }
  }

  private StoredObject sequence(String name) {
    String text =
        jdbc.queryForObject(
            "SHOW CREATE SEQUENCE " + new TableName(schema, name).quoted(),
            (row, i) -> row.getString(2));
    return new StoredObject(Kind.SEQUENCE, name, text, "", "utf8mb4", "utf8mb4_bin");
  }

  private InvalidException noRights(Kind kind, String name, Throwable cause) {
    return new InvalidException(
        ErrorCode.SCHEMA_RIGHTS,
        "The account may not read the definition of the "
            + kind.name().toLowerCase(Locale.ROOT)
            + " "
            + Names.escaped(schema + "." + name),
        grant(kind),
        cause);
  }

  private String grant(Kind kind) {
    String onSchema = " ON " + Sql.name(schema) + ".* TO the account";
    return switch (kind) {
      case VIEW, SEQUENCE -> "GRANT SELECT, SHOW VIEW" + onSchema;
      case TRIGGER -> "GRANT TRIGGER" + onSchema;
      case EVENT -> "GRANT EVENT" + onSchema;
      case FUNCTION, PROCEDURE ->
          !version.isMariaDb()
              ? "GRANT SHOW_ROUTINE ON *.* TO the account"
              : version.isAtLeast(11, 3, 0)
                  ? "GRANT SHOW CREATE ROUTINE" + onSchema
                  : "GRANT SELECT ON mysql.proc TO the account";
    };
  }

  private void refusePackages() {
    List<String> packages =
        names("routine_name", "routines", "routine_schema", "routine_type LIKE 'PACKAGE%'");
    if (!packages.isEmpty()) {
      throw new InvalidException(
          ErrorCode.SCHEMA_PACKAGE,
          "The schema "
              + Names.escaped(schema)
              + " holds packages of the ORACLE mode, which a dump can't carry: "
              + String.join(", ", packages.stream().distinct().map(Names::escaped).toList()),
          "Keep packages in a schema that is not copied");
    }
  }
}
