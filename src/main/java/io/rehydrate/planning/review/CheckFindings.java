package io.rehydrate.planning.review;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.TableText;
import java.util.List;
import java.util.stream.Stream;

/** Masked columns that a CHECK of their table names. */
final class CheckFindings {
  private CheckFindings() {}

  static List<Finding> of(ResolvedPlan plan) {
    return plan.tables().values().stream()
        .filter(rule -> rule.rows() != RowRule.TRUNCATE && !rule.masks().isEmpty())
        .flatMap(CheckFindings::of)
        .toList();
  }

  private static Stream<Finding> of(ResolvedPlan.Rule rule) {
    List<String> checks = TableText.parse(rule.table().createStatement()).checks();
    return rule.masks().keySet().stream()
        .filter(column -> checks.stream().anyMatch(check -> check.contains(Sql.name(column))))
        .sorted()
        .map(
            column ->
                Finding.warning(
                    "mask.check",
                    rule.table().name() + "." + column,
                    "is masked, and a CHECK of the table uses it: where a masked value does not"
                        + " satisfy it, MySQL's dump is held, with constraint and count, and"
                        + " MariaDB's report says so",
                    "A mask that satisfies it, for example { sql: ... }"));
  }
}
