package io.rehydrate.planning.review;

import io.rehydrate.dehydrate.compile.Edge;
import io.rehydrate.dehydrate.compile.ReferenceGraph;
import io.rehydrate.plan.PlanResolver;
import io.rehydrate.plan.PlanYamlWriter;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tables of which the plan keeps no row although it seems to, or that it does not name. */
final class TableFindings {
  private final ResolvedPlan plan;
  private final ReferenceGraph ties;
  private final List<Finding> found = new ArrayList<>();

  private TableFindings(ResolvedPlan plan, ReferenceGraph ties) {
    this.plan = plan;
    this.ties = ties;
  }

  static List<Finding> of(ResolvedPlan plan, ReferenceGraph ties, PlanResolver.Outcome outcome) {
    TableFindings findings = new TableFindings(plan, ties);
    outcome.unlisted().forEach(findings::unlisted);
    outcome.inferred().forEach(findings::inferred);
    Set<TableName> reached = findings.reached();
    plan.tables().keySet().stream()
        .filter(t -> ties.rule(t) != RowRule.TRUNCATE && !reached.contains(t))
        .forEach(findings::unreached);
    return findings.found;
  }

  private void unlisted(TableName table) {
    found.add(
        Finding.warning(
            "table.unlisted",
            table.toString(),
            "no rule and no relation reaches it; 'unlisted.tables' makes it "
                + ties.rule(table).name().toLowerCase(Locale.ROOT),
            PlanYamlWriter.key(PlanYamlWriter.table(plan.catalog(), table))
                + ": "
                + ties.rule(table).name().toLowerCase(Locale.ROOT)));
  }

  private void inferred(TableName table) {
    RowRule rule = ties.rule(table);
    found.add(
        Finding.note(
            "table.inferred",
            table.toString(),
            "has no rule in the plan and is taken as '"
                + rule.name().toLowerCase(Locale.ROOT)
                + "': "
                + switch (rule) {
                  case FOLLOW -> "a path of references leads from it to a core table";
                  case KEEP ->
                      "no path of references leads from it to a core table, and"
                          + " 'unlisted.tables' is 'keep'";
                  default -> "no path of references leads from it to a core table";
                }));
  }

  /** Tables of which a row may stay. */
  private Set<TableName> reached() {
    Set<TableName> reached = new HashSet<>();
    plan.tables()
        .forEach(
            (table, rule) -> {
              if (rule.rows() == RowRule.CORE || rule.rows() == RowRule.KEEP) {
                reached.add(table);
              }
            });
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Edge tie : ties.all()) {
        if (tie.grows() && reached.contains(tie.trigger())) {
          grew |= reached.add(tie.gains());
        }
      }
    }
    return reached;
  }

  private void unreached(TableName table) {
    boolean nothingRefers = ties.to(table).stream().noneMatch(Edge::brings);
    String own =
        ties.from(table).isEmpty() ? "" : "; did you mean 'follow', by a reference of its own?";
    found.add(
        Finding.warning(
            nothingRefers ? "table.unreferenced" : "table.unreached",
            table.toString(),
            "is '"
                + ties.rule(table).name().toLowerCase(Locale.ROOT)
                + "', and "
                + (nothingRefers
                    ? "nothing refers to it"
                    : "only tables refer to it of which no row stays")
                + ": no row of it stays"
                + own,
            remedy(table)));
  }

  private String remedy(TableName table) {
    Set<String> columns = new LinkedHashSet<>();
    for (Edge tie : ties.from(table)) {
      if (ties.rule(tie.to()) != RowRule.TRUNCATE && !tie.to().equals(table)) {
        tie.reference().fromColumns().forEach(c -> columns.add(PlanYamlWriter.name(c)));
      }
    }
    String key = PlanYamlWriter.key(PlanYamlWriter.table(plan.catalog(), table));
    return columns.isEmpty()
        ? key + ": truncate"
        : key + ": { rows: follow, via: [" + String.join(", ", columns) + "] }";
  }
}
