package io.rehydrate.planning.diagram;

import io.rehydrate.error.Counted;
import io.rehydrate.plan.Dangling;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of a plan, and what ties them. */
public record PlanGraph(List<Node> nodes, List<Edge> edges) {

  /**
   * A table.
   *
   * @param name with its schema where there are several
   * @param rule {@code core}, {@code keep}, {@code truncate}, {@code follow}, {@code referenced}
   * @param keeps what the rule means for this table's rows
   * @param masked how many columns are masked
   */
  public record Node(TableName table, String name, String rule, String keeps, int masked) {}

  /**
   * A reference, from the table that has it.
   *
   * @param kind {@code follows}, {@code brings}, {@code plain}, {@code cut}
   * @param text as the plan writes it
   */
  public record Edge(TableName from, TableName to, String kind, String text) {}

  /** The graph of a plan. */
  public static PlanGraph of(ResolvedPlan plan) {
    boolean several = plan.tables().keySet().stream().map(TableName::schema).distinct().count() > 1;
    List<Node> nodes = new ArrayList<>();
    plan.tables()
        .forEach(
            (table, rule) ->
                nodes.add(
                    new Node(
                        table,
                        several ? table.toString() : table.table(),
                        rule.rows().name().toLowerCase(Locale.ROOT),
                        keeps(plan, rule),
                        rule.rows() == RowRule.TRUNCATE ? 0 : rule.masks().size())));
    Map<List<Object>, Edge> edges = new LinkedHashMap<>();
    for (Reference reference : plan.references()) {
      Edge edge =
          new Edge(reference.from(), reference.to(), kind(plan, reference), reference.text());
      edges.merge(
          List.of(edge.from(), edge.to(), edge.kind()),
          edge,
          (one, other) ->
              new Edge(one.from(), one.to(), one.kind(), one.text() + "\n" + other.text()));
    }
    return new PlanGraph(nodes, List.copyOf(edges.values()));
  }

  private static String keeps(ResolvedPlan plan, ResolvedPlan.Rule rule) {
    return switch (rule.rows()) {
      case CORE -> rule.core().map(PlanGraph::keeps).orElse("rows where the copy starts");
      case KEEP -> "all rows";
      case TRUNCATE -> "no rows";
      case REFERENCED -> "rows that kept rows refer to";
      case FOLLOW ->
          "rows of "
              + plan.from(rule.table().name()).stream()
                  .filter(Reference::followed)
                  .map(reference -> reference.to().table())
                  .distinct()
                  .collect(Collectors.joining(", "));
    };
  }

  private static String keeps(Plan.Core core) {
    String rows =
        core.window()
            .map(
                w -> "the last " + Counted.of(w.amount(), w.unit().name().toLowerCase(Locale.ROOT)))
            .orElse(core.where().isPresent() ? "rows that meet a condition" : "all rows");
    return core.atLeast() > 0 ? rows + ", at least " + core.atLeast() : rows;
  }

  private static String kind(ResolvedPlan plan, Reference reference) {
    RowRule to = plan.rule(reference.to()).rows();
    if (to == RowRule.TRUNCATE || reference.dangling() == Dangling.SET_NULL) {
      return "cut";
    }
    if (reference.followed()) {
      return "follows";
    }
    boolean brings =
        to == RowRule.REFERENCED
            || (to == RowRule.CORE && plan.rule(reference.from()).rows() != RowRule.FOLLOW);
    return brings ? "brings" : "plain";
  }
}
