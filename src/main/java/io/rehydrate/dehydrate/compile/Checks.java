package io.rehydrate.dehydrate.compile;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableCheck;
import io.rehydrate.schema.TableName;
import io.rehydrate.schema.TableText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The CHECKs of tables that are rewritten. MySQL refuses all rows of a table for one that breaks
 * one: there the table's CHECKs are put aside, and counted once the rows are written. MariaDB's
 * sessions are reported not to look, and the rows are counted as well.
 */
public final class Checks {
  private final ResolvedPlan plan;
  private final Set<TableName> aside = ConcurrentHashMap.newKeySet();

  Checks(ResolvedPlan plan) {
    this.plan = plan;
  }

  /**
   * What lets a statement run that failed by a CHECK.
   *
   * @return empty where it does not write a table's rows again, or they are put aside already
   */
  public Optional<String> putAside(Task task, ScratchStatement statement) {
    if (statement.effect() != ScratchStatement.Effect.REWRITTEN_ROWS) {
      return Optional.empty();
    }
    TableName name = task.subject().orElseThrow().table();
    List<TableCheck> checks = checks(plan.rule(name).table());
    if (checks.isEmpty() || !aside.add(name)) {
      return Optional.empty();
    }
    String written = statement.table().orElseThrow();
    return Optional.of(
        checks.stream()
            .map(check -> "ALTER CHECK " + Sql.name(check.name()) + " NOT ENFORCED")
            .collect(Collectors.joining(", ", "ALTER TABLE " + written + " ", "")));
  }

  private static List<TableCheck> checks(Table table) {
    return TableText.parse(table.createStatement()).enforcedChecks();
  }

  /** Queries that count the rows that break a CHECK, with its table and name. */
  public Map<String, String> queries() {
    boolean any = plan.catalog().server().isMariaDb();
    Map<String, String> queries = new TreeMap<>();
    plan.tables()
        .forEach(
            (name, rule) -> {
              if (aside.contains(name) || (any && rule.rows() != RowRule.TRUNCATE)) {
                checks(rule.table()).stream()
                    .filter(check -> aside.contains(name) || isTouched(rule, check))
                    .forEach(
                        check ->
                            queries.put(
                                "SELECT COUNT(*) FROM "
                                    + name.quoted()
                                    + " WHERE NOT ("
                                    + check.condition()
                                    + ")",
                                name + " (" + check.name() + ")"));
              }
            });
    return queries;
  }

  private boolean isTouched(ResolvedPlan.Rule rule, TableCheck check) {
    return rule.masks().keySet().stream()
        .anyMatch(column -> check.condition().contains(Sql.name(column)));
  }

  /** Of the counts by query those that found any. */
  public BrokenChecks broken(Map<String, Long> counts) {
    Map<String, Long> rows = new HashMap<>();
    queries()
        .forEach(
            (query, check) -> {
              if (counts.get(query) > 0) {
                rows.put(check, counts.get(query));
              }
            });
    return new BrokenChecks(rows, !aside.isEmpty());
  }
}
