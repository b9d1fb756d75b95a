package io.rehydrate.dehydrate;

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

/** Which tables gain rows because others do, over any number of steps. */
final class GrowthOrder {
  private final Map<TableName, Set<TableName>> reach = new HashMap<>();

  GrowthOrder(Collection<Tie> growing) {
    Map<TableName, Set<TableName>> next = new HashMap<>();
    for (Tie tie : growing) {
      next.computeIfAbsent(tie.trigger(), t -> new LinkedHashSet<>()).add(tie.gains());
    }
    next.keySet().forEach(table -> reach.put(table, reachable(table, next)));
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

  /** The tables whose rows may have come because of rows of these. */
  Set<TableName> affectedBy(Collection<TableName> tables) {
    Set<TableName> affected = new HashSet<>();
    tables.forEach(table -> affected.addAll(reach.getOrDefault(table, Set.of())));
    return affected;
  }

  /** Whether rows of the first make rows of the second come, over any number of steps. */
  boolean leads(TableName from, TableName to) {
    return reach.getOrDefault(from, Set.of()).contains(to);
  }

  /** Whether rows of the table make others of it come, over any number of steps. */
  boolean isInCycle(TableName table) {
    return leads(table, table);
  }

  private boolean reaches(TableName from, TableName to) {
    return from.equals(to) || leads(from, to);
  }

  private boolean sameCycle(TableName a, TableName b) {
    return reaches(a, b) && reaches(b, a);
  }

  /**
   * Of the pending ties those whose time has come: nothing else that is pending will make their
   * trigger grow, save within their own cycle. So a large table is looked through once, not once a
   * round.
   */
  List<Tie> ready(List<Tie> pending) {
    return pending.stream()
        .filter(tie -> pending.stream().noneMatch(other -> mustWait(tie, other)))
        .toList();
  }

  private boolean mustWait(Tie tie, Tie other) {
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
