package io.rehydrate.dehydrate;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts, from what the statements told, by which way each table's rows came. */
final class Tally {
  private static final Pattern TASK =
      Pattern.compile(
          "(?<what>core rows of|keys of|check|thin|reset|follow|bring) (?<of>.*?)(?: #\\d+)?");
  private static final String GONE = "went: a reference of theirs can't hold";
  private static final String THINNED = "went: nothing that stays brings them along";

  private final ResolvedPlan plan;
  private final Map<String, TableName> tables = new TreeMap<>();
  private final Map<String, Tie> growth = new TreeMap<>();
  private final Map<TableName, Map<String, Long>> chosen = new TreeMap<>();
  private final Map<TableName, Map<String, Long>> came = new TreeMap<>();

  Tally(ResolvedPlan plan, Ties ties) {
    this.plan = plan;
    plan.tables().keySet().forEach(table -> tables.put(table.toString(), table));
    for (Tie tie : ties.evaluated()) {
      growth.putIfAbsent((tie.follows() ? "follow " : "bring ") + tie.reference().text(), tie);
    }
  }

  synchronized void heard(Task task, String statement, long rows) {
    Matcher name = TASK.matcher(task.name());
    if (!name.matches()) {
      return;
    }
    String what = name.group("what");
    TableName table = tables.get(name.group("of"));
    switch (what) {
      case "core rows of" ->
          add(chosen, table, ways(table).get(task.statements().indexOf(statement)), rows);
      case "keys of" -> add(chosen, table, "kept, all of them", rows);
      case "check" -> add(came, table, GONE, rows);
      case "thin" -> add(came, table, THINNED, rows);
      case "reset" -> forget(table);
      default -> {
        Tie tie = growth.get(what + " " + name.group("of"));
        add(came, tie.gains(), way(tie), rows);
      }
    }
  }

  private static void add(
      Map<TableName, Map<String, Long>> counts, TableName table, String way, long rows) {
    if (rows > 0) {
      counts.computeIfAbsent(table, t -> new LinkedHashMap<>()).merge(way, rows, Long::sum);
    }
  }

  /** What came because of rows that went comes anew, without them. */
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

  private static String way(Tie tie) {
    return (tie.follows() ? "follow by " : "brought along by ") + tie.reference().text();
  }

  /** By table, in the order in which the rows came. */
  synchronized Map<TableName, List<Reason>> reasons() {
    Map<TableName, List<Reason>> reasons = new TreeMap<>();
    for (Map<TableName, Map<String, Long>> counts : List.of(chosen, came)) {
      counts.forEach(
          (table, ways) ->
              ways.forEach(
                  (way, rows) ->
                      reasons
                          .computeIfAbsent(table, t -> new ArrayList<>())
                          .add(new Reason(way, rows))));
    }
    return reasons;
  }
}
