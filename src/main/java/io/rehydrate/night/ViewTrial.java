package io.rehydrate.night;

import io.rehydrate.dump.AfterScript;
import io.rehydrate.dump.Manifest.LeftOut;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.StoredObject.Kind;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.schema.ViewText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes every view once, in throw-away schemas with empty tables: which can be made at all, and in
 * which order. One that can't be made there could be made nowhere.
 */
final class ViewTrial {
  private static final Set<String> ON_EVERY_SERVER =
      Set.of("information_schema", "performance_schema", "mysql", "sys");

  private final Connection session;
  private final Catalog catalog;
  private final Map<String, String> trials;
  private final Map<String, List<StoredObject>> made = new LinkedHashMap<>();
  private final Map<String, List<LeftOut>> leftOut = new LinkedHashMap<>();

  /**
   * @param trials the throw-away schemas by the names of the dump's, made and empty
   */
  ViewTrial(Connection session, Catalog catalog, Map<String, String> trials) {
    this.session = session;
    this.catalog = catalog;
    this.trials = Map.copyOf(trials);
  }

  /**
   * What became of the views of one schema.
   *
   * @param schema its objects, with the views that can be made, in their order
   * @param leftOut the others
   * @param standIns views that those of an earlier schema read, as statements with their columns
   *     alone: to be made with the tables, and replaced later
   */
  record Outcome(Schema schema, List<LeftOut> leftOut, List<String> standIns) {}

  /** Gives the outcomes in the order of the catalogue's schemas. */
  List<Outcome> run() throws SQLException {
    for (Schema schema : catalog.schemas()) {
      made.put(schema.name(), new ArrayList<>());
      leftOut.put(schema.name(), new ArrayList<>());
      makeWhatViewsRead(schema);
    }
    makeViews();
    Set<TableName> early = readEarly();
    List<Outcome> outcomes = new ArrayList<>();
    for (Schema schema : catalog.schemas()) {
      outcomes.add(outcome(schema, early));
    }
    return outcomes;
  }

  private void makeWhatViewsRead(Schema schema) throws SQLException {
    String trial = trials.get(schema.name());
    Sessions.run(session, "USE " + Sql.name(trial));
    for (StoredObject sequence : schema.objects(Kind.SEQUENCE)) {
      Sessions.run(session, sequence.createStatement());
    }
    for (Table table : schema.tables()) {
      String copy = new TableName(trial, table.name().table()).quoted();
      if (!attempt("CREATE TABLE " + copy + " LIKE " + table.name().quoted()).isEmpty()) {
        attempt("CREATE TABLE " + copy + " SELECT * FROM " + table.name().quoted() + " LIMIT 0");
      }
    }
    for (StoredObject function : schema.objects(Kind.FUNCTION)) {
      // what fails here fails again when the dump is loaded, and is reported then
      make(schema, function);
    }
  }

  private void makeViews() throws SQLException {
    Map<TableName, StoredObject> waiting = new LinkedHashMap<>();
    Map<TableName, String> why = new LinkedHashMap<>();
    for (Schema schema : catalog.schemas()) {
      schema
          .objects(Kind.VIEW)
          .forEach(view -> waiting.put(new TableName(schema.name(), view.name()), view));
    }
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Map.Entry<TableName, StoredObject> view : List.copyOf(waiting.entrySet())) {
        Schema schema = schema(view.getKey().schema());
        String failure = outside(view.getValue()).orElse("");
        failure = failure.isEmpty() ? make(schema, view.getValue()) : failure;
        why.put(view.getKey(), failure);
        if (failure.isEmpty()) {
          made.get(schema.name()).add(view.getValue());
          waiting.remove(view.getKey());
          progress = true;
        }
      }
    }
    for (TableName view : waiting.keySet()) {
      leftOut.get(view.schema()).add(new LeftOut("view", view.table(), why.get(view)));
    }
  }

  /** On this server there may be schemas that a target has not. */
  private Optional<String> outside(StoredObject view) {
    return ViewText.qualified(view.createStatement()).stream()
        .map(TableName::schema)
        .filter(schema -> !trials.containsKey(schema) && !ON_EVERY_SERVER.contains(schema))
        .findFirst()
        .map(schema -> "it reads the schema " + schema + ", which is not in the dump");
  }

  /** Empty where it could be made, else why not. */
  private String make(Schema schema, StoredObject object) throws SQLException {
    Sessions.run(session, "USE " + Sql.name(trials.get(schema.name())));
    StoredObject renamed = object.withStatement(ViewText.renamed(object.createStatement(), trials));
    String failure = "";
    for (String statement : AfterScript.statements(schema.withObjects(List.of(renamed)))) {
      failure = failure.isEmpty() ? attempt(statement) : failure;
    }
    if (!failure.isEmpty()) {
      Sessions.run(session, "SET NAMES utf8mb4");
    }
    return failure;
  }

  private String attempt(String statement) {
    try {
      Sessions.run(session, statement);
      return "";
    } catch (SQLException e) {
      String why = SqlErrors.describe(e);
      for (Map.Entry<String, String> trial : trials.entrySet()) {
        why = why.replace(trial.getValue(), trial.getKey());
      }
      return why;
    }
  }

  private Schema schema(String name) {
    return catalog.schemas().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  /** Views that a view of an earlier schema reads: schemas are loaded one after the other. */
  private Set<TableName> readEarly() {
    List<String> order = catalog.schemas().stream().map(Schema::name).toList();
    Set<TableName> early = new LinkedHashSet<>();
    made.forEach(
        (schema, views) ->
            views.stream()
                .flatMap(view -> ViewText.qualified(view.createStatement()).stream())
                .filter(name -> order.indexOf(name.schema()) > order.indexOf(schema))
                .filter(name -> names(made.get(name.schema())).contains(name.table()))
                .forEach(early::add));
    return early;
  }

  private static Set<String> names(Collection<StoredObject> objects) {
    return objects.stream().map(StoredObject::name).collect(Collectors.toSet());
  }

  private Outcome outcome(Schema schema, Set<TableName> early) throws SQLException {
    List<StoredObject> views = new ArrayList<>();
    List<String> standIns = new ArrayList<>();
    for (StoredObject view : made.get(schema.name())) {
      if (early.contains(new TableName(schema.name(), view.name()))) {
        standIns.add(standIn(schema, view));
        views.add(
            view.withStatement(
                view.createStatement().replaceFirst("(?i)^\\s*CREATE ", "CREATE OR REPLACE ")));
      } else {
        views.add(view);
      }
    }
    Stream<StoredObject> others = schema.objects().stream().filter(o -> o.kind() != Kind.VIEW);
    return new Outcome(
        schema.withObjects(Stream.concat(others, views.stream()).toList()),
        List.copyOf(leftOut.get(schema.name())),
        standIns);
  }

  private String standIn(Schema schema, StoredObject view) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = "
                    + Sql.text(trials.get(schema.name()))
                    + " AND table_name = "
                    + Sql.text(view.name())
                    + " ORDER BY ordinal_position")) {
      while (rows.next()) {
        columns.add("1 AS " + Sql.name(rows.getString(1)));
      }
    }
    return "CREATE VIEW " + Sql.name(view.name()) + " AS SELECT " + String.join(", ", columns);
  }
}
