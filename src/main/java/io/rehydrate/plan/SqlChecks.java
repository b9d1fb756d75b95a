package io.rehydrate.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan's SQL may read besides its own row: tables of the copy, which are on the scratch with
 * all their rows when the core is chosen. Views and stored functions are not there, and other
 * schemas are nobody's business.
 */
final class SqlChecks {
  private static final JsonMapper JSON = new JsonMapper();

  private final Catalog catalog;
  private final Problems problems;

  SqlChecks(Catalog catalog, Problems problems) {
    this.catalog = catalog;
    this.problems = problems;
  }

  /**
   * The same SQL, with the schema before each table that stands without: a night's sessions have
   * none that is right for all tables.
   *
   * @param table whose rows it is about
   */
  String checked(String sql, Table table, String path) {
    if (SqlText.problem(sql).isPresent()) {
      return sql; // told where the plan was read
    }
    SqlReads reads = SqlReads.of(sql);
    reads.calls().forEach(name -> call(name, path));
    reads.qualified().forEach(parts -> column(parts, reads, table, path));
    StringBuilder text = new StringBuilder(sql);
    List<SqlReads.Table> read = reads.tables();
    for (int i = read.size() - 1; i >= 0; i--) {
      SqlReads.Table each = read.get(i);
      Optional<TableName> known = table(each, table, path);
      if (known.isPresent() && each.schema().isEmpty()) {
        text.insert(each.start(), NamePattern.backticked(known.get().schema()) + ".");
      }
    }
    return text.toString();
  }

  private void call(String name, String path) {
    boolean stored =
        catalog.schemas().stream()
            .flatMap(schema -> schema.objects(StoredObject.Kind.FUNCTION).stream())
            .anyMatch(function -> function.name().equalsIgnoreCase(name));
    if (stored) {
      problems.add(
          path,
          "the SQL calls the stored function "
              + name
              + "(); stored functions are not on the scratch: write out what it does");
    }
  }

  private void column(List<String> parts, SqlReads reads, Table table, String path) {
    String qualifier = parts.get(parts.size() - 2);
    if (parts.size() > 2 && schema(parts.get(0)).isEmpty()) {
      problems.add(path, outside(String.join(".", parts)));
    } else if (!reads.names(qualifier) && !qualifier.equalsIgnoreCase(table.name().table())) {
      problems.add(
          path,
          "the SQL names "
              + String.join(".", parts)
              + ", and it reads no table '"
              + qualifier
              + "'");
    }
  }

  private Optional<TableName> table(SqlReads.Table read, Table table, String path) {
    String written = (read.schema().isEmpty() ? "" : read.schema() + ".") + read.name();
    Optional<Schema> schema =
        schema(read.schema().isEmpty() ? table.name().schema() : read.schema());
    if (schema.isEmpty()) {
      problems.add(path, outside(written));
      return Optional.empty();
    }
    boolean isView =
        schema.get().objects(StoredObject.Kind.VIEW).stream()
            .anyMatch(view -> view.name().equalsIgnoreCase(read.name()));
    if (isView) {
      problems.add(
          path,
          "the SQL reads the view " + written + "; views are not on the scratch: read its tables");
      return Optional.empty();
    }
    Optional<TableName> name =
        schema.get().tables().stream()
            .map(Table::name)
            .filter(known -> known.table().equalsIgnoreCase(read.name()))
            .findFirst();
    if (name.isEmpty()) {
      problems.add(
          path,
          "the SQL reads "
              + written
              + ", and there is no such table in "
              + schema.get().name()
              + (catalog.schemas().size() > 1 ? "; name the schema before it" : ""));
    }
    return name;
  }

  private Optional<Schema> schema(String name) {
    return catalog.schemas().stream().filter(s -> s.name().equalsIgnoreCase(name)).findFirst();
  }

  private static String outside(String what) {
    return "the SQL reads " + what + ", outside of this copy; it may read tables of the copy alone";
  }

  /** Notes SQL that reads a table of which the scratch has no row. */
  void requireRows(Map<TableName, Plan.Core> core, Map<TableName, RowRule> rules, Plan plan) {
    core.forEach(
        (table, entry) -> {
          String path = path(plan, table);
          entry.where().ifPresent(w -> requireRows(w, rules, PlanPath.child(path, "where")));
          entry.also().ifPresent(a -> requireRows(a, rules, PlanPath.child(path, "also")));
        });
  }

  /** Notes what the expressions of {@code sql} masks may not name. */
  void masks(Table table, Map<String, MaskSpec> masks) {
    masks.forEach(
        (column, mask) -> {
          if (mask.name().equals("sql")) {
            checked(text(mask), table, table.name().table() + "." + column + ", mask");
          }
        });
  }

  private static String text(MaskSpec mask) {
    try {
      return JSON.readTree(mask.argument()).asText("");
    } catch (JsonProcessingException e) {
      return ""; // told by the mask itself
    }
  }

  private static String path(Plan plan, TableName table) {
    return plan.core().keySet().stream()
        .filter(written -> NamePattern.parse(written).matches(table))
        .findFirst()
        .map(written -> PlanPath.of("core", written))
        .orElse("core");
  }

  private void requireRows(String sql, Map<TableName, RowRule> rules, String path) {
    if (SqlText.problem(sql).isPresent()) {
      return;
    }
    for (SqlReads.Table read : SqlReads.of(sql).tables()) {
      rules.forEach(
          (table, rule) -> {
            if (rule == RowRule.TRUNCATE
                && table.schema().equalsIgnoreCase(read.schema())
                && table.table().equalsIgnoreCase(read.name())) {
              problems.add(
                  path,
                  "the SQL reads "
                      + table
                      + ", which is truncated: its rows are not on the scratch. Give it another"
                      + " rule");
            }
          });
    }
  }
}
