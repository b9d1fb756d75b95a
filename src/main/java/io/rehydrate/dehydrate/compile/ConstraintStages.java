package io.rehydrate.dehydrate.compile;

import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableText;
import java.util.ArrayList;
import java.util.List;

/** What tables need before their rows are chosen, and get back once they are written. */
final class ConstraintStages {
  private ConstraintStages() {}

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
