package io.rehydrate.dehydrate.compile;

import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All ties of a plan, and which tables' kept keys have to be written down because of them. */
public final class ReferenceGraph {
  private final List<Edge> all;
  private final Map<TableName, RowRule> rules = new TreeMap<>();
  private final Set<TableName> keyed;

  public ReferenceGraph(ResolvedPlan plan) {
    plan.tables().forEach((name, rule) -> rules.put(name, rule.rows()));
    Set<TableName> lasting = lasting(plan.references());
    List<Edge> ties = new ArrayList<>();
    for (Reference reference : plan.references()) {
      ties.add(Edge.of(ties.size(), reference, rules, lasting));
    }
    all = List.copyOf(ties);
    keyed = keyedTables();
  }

  /** The {@code keep} tables of which no reference lets a row go. */
  private Set<TableName> lasting(List<Reference> references) {
    Set<TableName> lasting = new HashSet<>();
    rules.forEach(
        (table, rule) -> {
          if (rule == RowRule.KEEP
              && references.stream()
                  .filter(r -> r.from().equals(table) && rules.get(r.to()) != RowRule.TRUNCATE)
                  .noneMatch(r -> Edge.mayDrop(r, rule))) {
            lasting.add(table);
          }
        });
    return lasting;
  }

  /**
   * A {@code follow} table that nothing refers to and that brings nothing along decides nothing for
   * others: its rows are chosen while it is rewritten. A {@code keep} table without ties keeps all
   * its rows.
   */
  private Set<TableName> keyedTables() {
    Set<TableName> tables = new LinkedHashSet<>();
    rules.forEach(
        (table, rule) -> {
          boolean asked = all.stream().anyMatch(t -> t.asksForKeys() && t.to().equals(table));
          boolean needed =
              switch (rule) {
                case CORE -> true;
                case REFERENCED -> true;
                case FOLLOW -> asked || from(table).stream().anyMatch(Edge::brings);
                case KEEP ->
                    asked
                        || from(table).stream()
                            .anyMatch(t -> t.brings() || t.mustHold() || t.undecided());
                case TRUNCATE -> false;
              };
          if (needed) {
            tables.add(table);
          }
        });
    return tables;
  }

  public List<Edge> all() {
    return all;
  }

  public RowRule rule(TableName table) {
    return rules.get(table);
  }

  /** Ties of rows of this table to others. */
  public List<Edge> from(TableName table) {
    return all.stream().filter(t -> t.from().equals(table)).toList();
  }

  /** Ties of other rows to rows of this table. */
  public List<Edge> to(TableName table) {
    return all.stream().filter(t -> t.to().equals(table)).toList();
  }

  /** Tables with a key table. */
  Set<TableName> keyed() {
    return keyed;
  }

  boolean isKeyed(TableName table) {
    return keyed.contains(table);
  }

  /** A {@code follow} table without a key table. */
  boolean isLeaf(TableName table) {
    return rules.get(table) == RowRule.FOLLOW && !isKeyed(table);
  }

  /** Ties that the choice of rows has to evaluate: those of leaves are part of their rewriting. */
  List<Edge> evaluated() {
    return all.stream()
        .filter(t -> t.asksForKeys() && isKeyed(t.from()) && isKeyed(t.to()))
        .toList();
  }
}
