package io.rehydrate.dehydrate.compile;

import io.rehydrate.schema.TableName;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Which tables change because others do, over any number of steps. */
final class TableOrder {
  private final Map<TableName, Set<TableName>> reach = new HashMap<>();

  private TableOrder(
      Collection<Edge> ties, Function<Edge, TableName> cause, Function<Edge, TableName> effect) {
    Map<TableName, Set<TableName>> next = new HashMap<>();
    for (Edge tie : ties) {
      next.computeIfAbsent(cause.apply(tie), t -> new LinkedHashSet<>()).add(effect.apply(tie));
    }
    next.keySet().forEach(table -> reach.put(table, reachable(table, next)));
  }

  /** Rows come because rows come. */
  static TableOrder ofGrowth(Collection<Edge> growing) {
    return new TableOrder(growing, Edge::trigger, Edge::gains);
  }

  /** Rows go because rows go that they refer to. */
  static TableOrder ofChecks(Collection<Edge> checked) {
    return new TableOrder(checked, Edge::to, Edge::from);
  }

  private static Set<TableName> reachable(TableName start, Map<TableName, Set<TableName>> next) {
    Set<TableName> seen = new HashSet<>();
    Deque<TableName> open = new ArrayDeque<>(next.getOrDefault(start, Set.of()));
    while (!open.isEmpty()) {
      TableName table = open.pop();
      if (seen.add(table)) {
        open.addAll(next.getOrDefault(table, Set.of()));
      }
    }
    return seen;
  }

  /** The tables that may have changed because of these. */
  Set<TableName> affectedBy(Collection<TableName> tables) {
    Set<TableName> affected = new HashSet<>();
    tables.forEach(table -> affected.addAll(reach.getOrDefault(table, Set.of())));
    return affected;
  }

  private boolean leads(TableName from, TableName to) {
    return reach.getOrDefault(from, Set.of()).contains(to);
  }

  /** Whether the table changes because it changes, over any number of steps. */
  boolean isInCycle(TableName table) {
    return leads(table, table);
  }

  /**
   * Of the waiting tables those whose turn is available: no other that waits will change what they
   * depend on, save within their own cycle. So a large table is looked through once, not once a
   * round.
   */
  List<TableName> first(Collection<TableName> waiting) {
    return waiting.stream()
        .distinct()
        .filter(
            table ->
                waiting.stream()
                    .noneMatch(
                        other ->
                            !other.equals(table) && leads(other, table) && !leads(table, other)))
        .sorted()
        .toList();
  }

  private boolean reaches(TableName from, TableName to) {
    return from.equals(to) || leads(from, to);
  }

  private boolean sameCycle(TableName a, TableName b) {
    return reaches(a, b) && reaches(b, a);
  }

  /**
   * Of the pending ties those whose time is available: nothing else that is pending will make their
   * trigger grow, save within their own cycle.
   */
  List<Edge> ready(List<Edge> pending) {
    return pending.stream()
        .filter(tie -> pending.stream().noneMatch(other -> mustWait(tie, other)))
        .toList();
  }

  private boolean mustWait(Edge tie, Edge other) {
    if (tie.equals(other) || !reaches(other.gains(), tie.trigger())) {
      return false;
    }
    boolean withinOneCycle =
        sameCycle(tie.trigger(), tie.gains())
            && sameCycle(other.trigger(), other.gains())
            && sameCycle(tie.trigger(), other.trigger());
    return !withinOneCycle;
  }
}
