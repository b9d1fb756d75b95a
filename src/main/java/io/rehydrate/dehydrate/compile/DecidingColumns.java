package io.rehydrate.dehydrate.compile;

import io.rehydrate.plan.Plan;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The columns by which a plan decides which rows stay: the primary key, both ends of references,
 * and what its conditions name, also of tables that they have subqueries on.
 */
final class DecidingColumns {
  private DecidingColumns() {}

  /** In the table's order. */
  static Set<String> of(ResolvedPlan plan, Table table) {
    Set<String> wanted = new HashSet<>(table.primaryKey());
    for (Reference reference : plan.from(table.name())) {
      wanted.addAll(reference.fromColumns());
      reference.when().ifPresent(when -> wanted.addAll(mentioned(table, when)));
    }
    plan.to(table.name()).forEach(reference -> wanted.addAll(reference.toColumns()));
    plan.rule(table.name())
        .core()
        .ifPresent(core -> conditions(core).forEach(c -> wanted.addAll(mentioned(table, c))));
    asking(plan, table).forEach(condition -> wanted.addAll(mentioned(table, condition)));
    Set<String> deciding = new LinkedHashSet<>();
    for (Column column : table.columns()) {
      if (wanted.stream().anyMatch(column.name()::equalsIgnoreCase)) {
        deciding.add(column.name());
      }
    }
    return deciding;
  }

  /** Conditions of core tables that have a subquery on a table. */
  static List<String> asking(ResolvedPlan plan, Table table) {
    String name = table.name().table().toLowerCase(Locale.ROOT);
    return plan.tables().values().stream()
        .flatMap(rule -> rule.core().stream())
        .flatMap(core -> Stream.of(core.where(), core.also()).flatMap(Optional::stream))
        .filter(
            condition -> {
              String text = condition.toLowerCase(Locale.ROOT);
              return text.contains("select") && text.contains(name);
            })
        .toList();
  }

  private static Stream<String> conditions(Plan.Core core) {
    return Stream.of(core.newestBy(), core.where(), core.also()).flatMap(Optional::stream);
  }

  /**
   * Columns whose name is anywhere in an expression: one too many does no harm.
   *
   * @param sql of the plan
   */
  static List<String> mentioned(Table table, String sql) {
    String text = sql.toLowerCase(Locale.ROOT);
    return table.columns().stream()
        .map(Column::name)
        .filter(
            name -> {
              String lower = name.toLowerCase(Locale.ROOT);
              return text.contains(lower) || text.contains(lower.replace("`", "``"));
            })
        .toList();
  }
}
