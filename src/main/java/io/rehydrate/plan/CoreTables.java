package io.rehydrate.plan;

import io.rehydrate.plan.Plan.Core;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The core entries, by the table that each names. */
final class CoreTables {
  private final TableLookup lookup;
  private final SqlChecks sql;
  private final Problems problems;

  private CoreTables(TableLookup lookup, SqlChecks sql, Problems problems) {
    this.lookup = lookup;
    this.sql = sql;
    this.problems = problems;
  }

  static Map<TableName, Core> find(
      Plan plan, TableLookup lookup, SqlChecks sql, Problems problems) {
    CoreTables check = new CoreTables(lookup, sql, problems);
    Map<TableName, Core> found = new LinkedHashMap<>();
    plan.core()
        .forEach(
            (written, core) -> {
              String path = PlanPath.of("core", written);
              lookup
                  .table(written, path)
                  .ifPresent(
                      table -> {
                        if (found.put(table.name(), check.entry(table, core, path)) != null) {
                          problems.add(path, lookup.label(table.name()) + " is named twice");
                        }
                      });
            });
    return found;
  }

  private Core entry(Table table, Core core, String path) {
    if (table.primaryKey().isEmpty()) {
      problems.add(
          path,
          lookup.label(table.name())
              + " has no primary key, which a core table needs: start from another table, or add"
              + " one");
    }
    if (core.newestBy().isEmpty() && (core.window().isPresent() || core.atLeast() > 0)) {
      problems.add(
          path, "'window' and 'at-least' need 'newest-by', the column that says how new a row is");
    }
    Optional<Column> newestBy =
        core.newestBy()
            .flatMap(name -> lookup.column(table, name, PlanPath.child(path, "newest-by")));
    newestBy
        .filter(column -> core.window().isPresent() && !isDate(column))
        .ifPresent(
            column ->
                problems.add(
                    PlanPath.child(path, "newest-by"),
                    "a window needs a date, datetime or timestamp; "
                        + lookup.label(table.name(), column)
                        + " is "
                        + column.type()));
    return new Core(
        newestBy.map(Column::name),
        core.window(),
        core.atLeast(),
        core.where().map(w -> sql.checked(w, table, PlanPath.child(path, "where"))),
        core.also().map(a -> sql.checked(a, table, PlanPath.child(path, "also"))));
  }

  private static boolean isDate(Column column) {
    return switch (column.dataType()) {
      case "date", "datetime", "timestamp" -> true;
      default -> false;
    };
  }
}
