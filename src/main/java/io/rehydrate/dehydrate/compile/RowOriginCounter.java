package io.rehydrate.dehydrate.compile;

import io.rehydrate.plan.Plan;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts, from what the statements told, by which way each table's rows came. */
final class RowOriginCounter {
  private static final String GONE = RowOrigin.WENT + "a reference of theirs can't hold";
  private static final String THINNED = RowOrigin.WENT + "nothing that stays brings them along";

  private final ResolvedPlan plan;
  private final Map<TableName, Map<String, Long>> chosen = new TreeMap<>();
  private final Map<TableName, Map<String, Long>> came = new TreeMap<>();

  RowOriginCounter(ResolvedPlan plan) {
    this.plan = plan;
  }

  synchronized void heard(Task task, ScratchStatement statement, long rows) {
    task.subject().ifPresent(subject -> heard(subject, task, statement, rows));
  }

  private void heard(TaskSubject subject, Task task, ScratchStatement statement, long rows) {
    TableName table = subject.table();
    switch (subject.kind()) {
      case CHOOSE_CORE ->
          add(chosen, table, ways(table).get(task.statements().indexOf(statement)), rows);
      case CHOOSE_ALL -> add(chosen, table, "kept, all of them", rows);
      case GROW -> add(came, table, way(subject.tie().orElseThrow()), rows);
      case CHECK -> add(came, table, GONE, rows);
      case THIN -> add(came, table, THINNED, rows);
      case RESET -> forget(table);
      case REWRITE -> {}
    }
  }

  private static void add(
      Map<TableName, Map<String, Long>> counts, TableName table, String way, long rows) {
    if (rows > 0) {
      counts.computeIfAbsent(table, t -> new LinkedHashMap<>()).merge(way, rows, Long::sum);
    }
  }

  /** What came because of rows that went comes again, without them. */
  private void forget(TableName table) {
    RowRule rule = plan.rule(table).rows();
    boolean keepsChosen = rule == RowRule.CORE || rule == RowRule.KEEP;
    came.getOrDefault(table, new LinkedHashMap<>())
        .keySet()
        .removeIf(way -> !keepsChosen || !way.equals(GONE));
  }

  /** In the order of the statements that choose a core table's rows. */
  private List<String> ways(TableName table) {
    Plan.Core core = plan.rule(table).core().orElseThrow();
    List<String> ways = new ArrayList<>();
    core.window()
        .ifPresent(
            window ->
                ways.add(
                    "inside the window of "
                        + window.amount()
                        + " "
                        + window.unit().name().toLowerCase(Locale.ROOT)
                        + (window.amount() == 1 ? "" : "s")));
    if (core.atLeast() > 0) {
      ways.add("added by the floor, at-least " + core.atLeast());
    }
    core.also().ifPresent(also -> ways.add("added by 'also'"));
    return ways.isEmpty() ? List.of("chosen, all for which 'where' holds") : ways;
  }

  private static String way(Edge tie) {
    return (tie.follows() ? "follow by " : "brought along by ") + tie.reference().text();
  }

  /** By table, in the order in which the rows came. */
  synchronized Map<TableName, List<RowOrigin>> reasons() {
    Map<TableName, List<RowOrigin>> reasons = new TreeMap<>();
    for (Map<TableName, Map<String, Long>> counts : List.of(chosen, came)) {
      counts.forEach(
          (table, ways) ->
              ways.forEach(
                  (way, rows) ->
                      reasons
                          .computeIfAbsent(table, t -> new ArrayList<>())
                          .add(new RowOrigin(way, rows))));
    }
    return reasons;
  }
}
