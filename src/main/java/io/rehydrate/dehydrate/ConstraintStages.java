package io.rehydrate.dehydrate;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.schema.TableText;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What is taken off the scratch before the work, and put back after it. */
final class ConstraintStages {
  private ConstraintStages() {}

  /**
   * Takes foreign keys, triggers and events off the scratch's tables; their texts are in the
   * catalogue. Asks the scratch itself, since a copy made by us never had them.
   */
  static Stage clear(Connection scratch, ResolvedPlan plan) {
    JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(scratch, true));
    List<Task> tasks = new ArrayList<>();
    for (Schema schema : plan.catalog().schemas()) {
      List<ScratchStatement> statements = new ArrayList<>();
      statements.addAll(
          drops(
              client,
              schema.name(),
              "TRIGGER",
              "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = ?"));
      statements.addAll(
          drops(
              client,
              schema.name(),
              "EVENT",
              "SELECT event_name FROM information_schema.events WHERE event_schema = ?"));
      client
          .sql(
              "SELECT table_name, constraint_name FROM information_schema.referential_constraints"
                  + " WHERE constraint_schema = ?")
          .param(schema.name())
          .query(
              (row, n) ->
                  "ALTER TABLE "
                      + new TableName(schema.name(), row.getString(1)).quoted()
                      + " DROP FOREIGN KEY "
                      + Sql.name(row.getString(2)))
          .list()
          .forEach(drop -> statements.add(ScratchStatement.definition(drop)));
      if (!statements.isEmpty()) {
        tasks.add(new Task("clear " + schema.name(), statements));
      }
    }
    return new Stage("clear", tasks);
  }

  private static List<ScratchStatement> drops(
      JdbcClient client, String schema, String kind, String query) {
    return client
        .sql(query)
        .param(schema)
        .query(
            (row, n) ->
                ScratchStatement.definition(
                    "DROP " + kind + " " + Sql.name(schema) + "." + Sql.name(row.getString(1))))
        .list();
  }

  /** Gives tables without a primary key a row number for the time of the work. */
  static Stage number(KeyTableStatements keys) {
    return new Stage(
        "number",
        keys.all().stream()
            .filter(KeyTable::needsRowNumber)
            .map(key -> new Task("number " + key.table().name(), key.number()))
            .toList());
  }

  static Stage keyTables(KeyTableStatements keys) {
    return new Stage(
        "key tables",
        keys.all().stream()
            .map(
                key ->
                    new Task(
                        "key table of " + key.table().name(),
                        List.of(key.create(keys.inMemory(key)))))
            .toList());
  }

  /**
   * Puts the declared foreign keys back, without the server's own check: the proof is a separate
   * step. MySQL locks both ends of each, so two that meet in one table could wait for each other:
   * there they come one after another.
   */
  static Stage restore(ResolvedPlan plan) {
    List<Task> tasks = new ArrayList<>();
    for (Table table : plan.catalog().tables()) {
      if (!table.foreignKeys().isEmpty()) {
        List<String> clauses = TableText.parse(table.createStatement()).foreignKeys();
        tasks.add(
            new Task(
                "foreign keys of " + table.name(),
                ScratchStatement.alterations(TableText.alters(table.name(), clauses))));
      }
    }
    if (!plan.catalog().server().isMariaDb() && !tasks.isEmpty()) {
      List<ScratchStatement> all =
          tasks.stream().flatMap(task -> task.statements().stream()).toList();
      tasks = List.of(new Task("foreign keys", all));
    }
    return new Stage("foreign keys", tasks);
  }
}
