package io.rehydrate.dehydrate.compile;

import io.rehydrate.plan.Plan;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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

  /** Conditions of core tables that may have a subquery on a table. */
  static List<String> asking(ResolvedPlan plan, Table table) {
    return plan.tables().values().stream()
        .flatMap(rule -> rule.core().stream())
        .flatMap(core -> Stream.of(core.where(), core.also()).flatMap(Optional::stream))
        .filter(condition -> isMentioned(table.name().table(), condition))
        .toList();
  }

  /** Every condition of the plan by which rows of a table are chosen, or that asks for them. */
  static Stream<String> conditions(ResolvedPlan plan, Table table) {
    return Stream.of(
            plan.from(table.name()).stream().flatMap(reference -> reference.when().stream()),
            plan.rule(table.name()).core().stream().flatMap(DecidingColumns::conditions),
            asking(plan, table).stream())
        .flatMap(each -> each);
  }

  private static Stream<String> conditions(Plan.Core core) {
    return Stream.of(core.newestBy(), core.where(), core.also()).flatMap(Optional::stream);
  }

  /**
   * Columns whose name is anywhere in an expression, also in a literal: one too many does no harm.
   *
   * @param sql of the plan
   */
  static List<String> mentioned(Table table, String sql) {
    return table.columns().stream()
        .map(Column::name)
        .filter(name -> isMentioned(name, sql))
        .toList();
  }

  private static boolean isMentioned(String name, String sql) {
    return word(name, "").matcher(sql).find();
  }

  /** Whether an expression has a column with the table's name before it. */
  static boolean qualifies(String table, String sql) {
    return word(table, "`?\\s*\\.").matcher(sql).find();
  }

  /** A name as a word of its own, or as it stands between backticks. */
  private static Pattern word(String name, String behind) {
    String before = "(?<![\\p{L}\\p{N}_$])";
    String after = "(?![\\p{L}\\p{N}_$])";
    return Pattern.compile(
        before
            + "(?:"
            + Pattern.quote(name)
            + "|"
            + Pattern.quote(name.replace("`", "``"))
            + ")"
            + after
            + behind,
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
