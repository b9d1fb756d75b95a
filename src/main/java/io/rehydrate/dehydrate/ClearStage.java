package io.rehydrate.dehydrate;

import io.rehydrate.dehydrate.compile.ScratchStatement;
import io.rehydrate.dehydrate.compile.Stage;
import io.rehydrate.dehydrate.compile.Task;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The stage before those of the compiler: what is taken off the scratch's tables. */
final class ClearStage {
  private ClearStage() {}

  /**
   * Takes foreign keys, triggers and events off the scratch's tables; their texts are in the
   * catalogue. Asks the scratch itself, since a copy made by us never had them.
   */
  static Stage of(Connection scratch, ResolvedPlan plan) {
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
}
