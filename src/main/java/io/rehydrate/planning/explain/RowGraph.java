package io.rehydrate.planning.explain;

import io.rehydrate.dehydrate.compile.Edge;
import io.rehydrate.dehydrate.compile.ReferenceGraph;
import io.rehydrate.plan.RowRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows around one row, as far as its fate depends on them: everything that a row in it refers
 * to is in it too, and of what refers to a row some.
 */
final class RowGraph {
  private static final int MOST_ROWS = 500;
  private static final int MOST_PER_TIE = 20;

  private final ReferenceGraph ties;
  private final RowReader reader;
  private final Map<RowKey, RowFacts> rows = new LinkedHashMap<>();
  private final Map<RowKey, Map<Edge, List<RowKey>>> leadsTo = new LinkedHashMap<>();
  private final Set<RowKey> supported = new HashSet<>();
  private final Set<RowKey> inPart = new LinkedHashSet<>();

  RowGraph(ReferenceGraph ties, RowReader reader) {
    this.ties = ties;
    this.reader = reader;
  }

  Set<RowKey> keys() {
    return rows.keySet();
  }

  RowFacts facts(RowKey row) {
    return rows.get(row);
  }

  RowRule rule(RowKey row) {
    return ties.rule(row.table());
  }

  /** What a row refers to, by tie; an empty list where that leads nowhere. */
  Map<Edge, List<RowKey>> leadsTo(RowKey row) {
    return leadsTo.getOrDefault(row, Map.of());
  }

  /** Whether nothing that refers to a row could make it stay. */
  boolean isDoomed(RowKey row) {
    boolean leadsNowhere =
        leadsTo(row).entrySet().stream()
            .anyMatch(led -> led.getKey().mustHold() && led.getValue().isEmpty());
    return leadsNowhere || !facts(row).mayStay();
  }

  /** Whether not all that refers to it could be looked at. */
  boolean isInPart(RowKey row) {
    return inPart.contains(row);
  }

  /** Takes in a row and everything that it refers to, over any number of steps. */
  Optional<RowKey> add(RowKey wanted) {
    Optional<RowFacts> first = reader.facts(wanted);
    first.ifPresent(
        facts -> {
          Deque<RowKey> open = new ArrayDeque<>();
          take(facts, open);
          while (!open.isEmpty()) {
            lead(open.removeFirst(), open);
          }
        });
    return first.map(RowFacts::key);
  }

  private void take(RowFacts facts, Deque<RowKey> open) {
    if (rows.putIfAbsent(facts.key(), facts) == null) {
      open.add(facts.key());
    }
  }

  private void lead(RowKey row, Deque<RowKey> open) {
    if (rows.size() > MOST_ROWS) {
      throw new OutOfTimeException();
    }
    Map<Edge, List<RowKey>> led = new LinkedHashMap<>();
    for (Edge tie : rows.get(row).refers()) {
      List<RowKey> there = reader.leadsTo(tie, row, MOST_PER_TIE);
      led.put(tie, there);
      there.stream()
          .filter(key -> !rows.containsKey(key))
          .forEach(key -> reader.facts(key).ifPresent(facts -> take(facts, open)));
    }
    leadsTo.put(row, led);
  }

  /**
   * Looks for rows that could bring this one along, once.
   *
   * @return whether any was new
   */
  boolean support(RowKey row) {
    if (!supported.add(row)) {
      return false;
    }
    int before = rows.size();
    for (Edge tie : ties.to(row.table())) {
      if (tie.brings()) {
        support(row, tie);
      }
    }
    return rows.size() > before;
  }

  private void support(RowKey row, Edge tie) {
    try {
      List<RowKey> there = reader.ledFrom(tie, row, MOST_PER_TIE);
      if (there.size() == MOST_PER_TIE) {
        inPart.add(row);
      }
      there.stream().filter(key -> !rows.containsKey(key)).forEach(this::add);
    } catch (UndecidableRowException e) {
      inPart.add(row);
    }
  }
}
