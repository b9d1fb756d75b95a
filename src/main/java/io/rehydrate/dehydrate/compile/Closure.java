package io.rehydrate.dehydrate.compile;

import io.rehydrate.dehydrate.compile.TaskSubject.Kind;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The largest set of rows in which nothing dangles and every row has a chain to one that was chosen
 * for itself. Rows come until none is new; then those whose reference can't hold are dead, and so
 * are those that came because of dead ones alone. Within a cycle two rows can be each other's
 * reason: what came there comes again, without the dead, and all is checked again.
 */
final class Closure {
  private enum Phase {
    CHOOSE,
    GROW,
    CHECK,
    THIN,
    RESET,
    ENDED
  }

  private final ReferenceGraph ties;
  private final KeyTableStatements keys;
  private final DeadRowStatements losses;
  private final TableOrder order;
  private final TableOrder checkOrder;
  private final List<Edge> growing;
  private final List<Edge> checked;

  /** The newest round in which a table gained rows; absent: it has none. */
  private final Map<TableName, Integer> newest = new HashMap<>();

  private final Map<Edge, Integer> seen = new HashMap<>();
  private final Set<TableName> chosen = new HashSet<>();

  /** Rows in the key tables, dead ones included. */
  private final Map<TableName, Long> present = new HashMap<>();

  /** Tables that come again, and how many rows they had. */
  private final Map<TableName, Long> comingAnew = new HashMap<>();

  /** Not evaluated since rows went that they lead to. */
  private final Set<Edge> unchecked = new LinkedHashSet<>();

  private final Set<TableName> unthinned = new HashSet<>();
  private final Set<TableName> dying = new HashSet<>();
  private boolean countsMissRows;
  private Phase phase = Phase.CHOOSE;
  private Phase running = Phase.CHOOSE;
  private int generation = 0;

  Closure(ReferenceGraph ties, KeyTableStatements keys) {
    this.ties = ties;
    this.keys = keys;
    this.losses = new DeadRowStatements(keys);
    this.growing = ties.evaluated().stream().filter(Edge::grows).toList();
    this.checked = ties.evaluated().stream().filter(Edge::mustHold).toList();
    this.order = TableOrder.ofGrowth(growing);
    this.checkOrder = TableOrder.ofChecks(checked);
    this.unchecked.addAll(checked);
    growing.forEach(tie -> seen.put(tie, -1));
  }

  /**
   * What is to be done now that all of the last stage is done, and {@link #done} has told what came
   * of it.
   *
   * @return empty when the rows that stay are known
   */
  Optional<Stage> next() {
    while (phase != Phase.ENDED) {
      Phase asked = phase;
      Stage stage =
          switch (phase) {
            case CHOOSE -> {
              phase = Phase.GROW;
              yield chosen();
            }
            case GROW -> grow();
            case CHECK -> check();
            case THIN -> thin();
            case RESET -> reset();
            case ENDED -> throw new IllegalStateException("ended");
          };
      if (!stage.tasks().isEmpty()) {
        running = asked;
        return Optional.of(stage);
      }
    }
    return Optional.empty();
  }

  /**
   * @param rows how many rows the task's statements changed, together
   */
  synchronized void done(Task task, long rows) {
    if (task.subject().isEmpty() || rows == 0) {
      return;
    }
    TableName table = task.subject().get().table();
    switch (running) {
      case CHECK, THIN -> {
        dying.add(table);
        lost(table);
      }
      case RESET -> present.merge(table, rows, Long::sum);
      default -> {
        present.merge(table, rows, Long::sum);
        newest.merge(table, generation, Math::max);
        if (generation == 0) {
          chosen.add(table);
        }
      }
    }
  }

  /**
   * A statement that ran twice reported some rows only, or of none.
   *
   * @param rows how many it reported
   */
  synchronized void doneAgain(Task task, long rows) {
    countsMissRows = true;
    done(task, Math.max(1, rows));
  }

  private void lost(TableName table) {
    checked.stream().filter(tie -> tie.to().equals(table)).forEach(unchecked::add);
    growing.stream()
        .filter(tie -> tie.trigger().equals(table) && isThinned(tie.gains()))
        .forEach(tie -> unthinned.add(tie.gains()));
  }

  /**
   * Whether rows can lose their last reason without being dead by a check. A reference that is
   * followed and must hold is a reason as long as its row lives.
   */
  private boolean isThinned(TableName table) {
    return !order.isInCycle(table)
        && growing.stream()
            .anyMatch(tie -> tie.gains().equals(table) && !(tie.follows() && tie.mustHold()));
  }

  /** A core table of which no row was chosen, once that is known. */
  Optional<TableName> coreWithoutRows() {
    return phase == Phase.CHOOSE || generation == 0
        ? Optional.empty()
        : ties.keyed().stream()
            .filter(t -> ties.rule(t) == RowRule.CORE && !chosen.contains(t))
            .min(TableName::compareTo);
  }

  /** The rows that are chosen for themselves. */
  Stage chosen() {
    List<Task> tasks = new ArrayList<>();
    for (TableName table : ties.keyed()) {
      keys.chosen(table).ifPresent(tasks::add);
    }
    return new Stage("choose", tasks);
  }

  /** For reading: every way in which rows come. */
  Stage eachGrowthOnce() {
    return new Stage(
        "grow, until no row is new",
        growing.stream()
            .map(tie -> new Task(growth(tie), List.of(keys.growth(tie, -1, 1))))
            .toList());
  }

  /** For reading: every way in which rows go. */
  Stage eachCheckOnce() {
    return new Stage(
        "check, until no row is dead",
        checked.stream()
            .map(Edge::from)
            .distinct()
            .map(
                table ->
                    new Task(
                        "check " + table,
                        losses.dead(
                            checked.stream().filter(tie -> tie.from().equals(table)).toList())))
            .toList());
  }

  /** For reading: every way in which rows go because of others that went. */
  Stage eachThinningOnce() {
    return new Stage(
        "thin, and check again, until no row is dead; within a cycle rows are added again",
        growing.stream()
            .map(Edge::gains)
            .distinct()
            .filter(this::isThinned)
            .map(table -> new Task("thin " + table, thinning(table)))
            .toList());
  }

  private static String growth(Edge tie) {
    return (tie.follows() ? "follow " : "bring ") + tie.reference().text();
  }

  private List<ScratchStatement> thinning(TableName table) {
    return losses.unreasoned(growing.stream().filter(tie -> tie.gains().equals(table)).toList());
  }

  private Stage grow() {
    generation++;
    List<Edge> pending =
        growing.stream()
            .filter(tie -> comingAnew.isEmpty() || comingAnew.containsKey(tie.gains()))
            .filter(tie -> newest.getOrDefault(tie.trigger(), -1) > seen.get(tie))
            .toList();
    Map<TableName, Edge> now = new LinkedHashMap<>();
    order.ready(pending).forEach(tie -> now.putIfAbsent(tie.gains(), tie));
    if (now.isEmpty()) {
      grown();
    }
    List<Task> tasks = new ArrayList<>();
    now.forEach(
        (table, tie) -> {
          tasks.add(
              new Task(
                  growth(tie) + " #" + generation,
                  List.of(keys.growth(tie, seen.get(tie), generation)),
                  TaskSubject.growth(tie)));
          seen.put(tie, generation - 1);
        });
    return new Stage("grow " + generation, tasks);
  }

  /** What came again was there before: it makes nothing else come. */
  private void grown() {
    growing.stream()
        .filter(tie -> comingAnew.containsKey(tie.trigger()))
        .forEach(tie -> seen.put(tie, generation));
    comingAnew.forEach(
        (table, before) -> {
          if (countsMissRows || present.getOrDefault(table, 0L) < before) {
            lost(table);
          }
        });
    comingAnew.clear();
    phase = Phase.CHECK;
  }

  private Stage check() {
    generation++;
    List<Task> tasks = new ArrayList<>();
    for (TableName table : checkOrder.first(unchecked.stream().map(Edge::from).toList())) {
      List<Edge> now = unchecked.stream().filter(tie -> tie.from().equals(table)).toList();
      now.forEach(unchecked::remove);
      tasks.add(task(Kind.CHECK, table, losses.dead(now)));
    }
    if (tasks.isEmpty()) {
      phase = Phase.THIN;
    }
    return stage("check", tasks);
  }

  private Stage thin() {
    List<TableName> now = order.first(unthinned);
    now.forEach(unthinned::remove);
    if (now.isEmpty()) {
      phase = unchecked.isEmpty() ? Phase.RESET : Phase.CHECK;
    }
    generation++;
    return stage(
        "thin", now.stream().map(table -> task(Kind.THIN, table, thinning(table))).toList());
  }

  /**
   * What came within a cycle because of dead rows, over any number of steps, is added again; all
   * else stays as it is.
   */
  private Stage reset() {
    List<TableName> affected =
        order.affectedBy(dying).stream().filter(order::isInCycle).sorted().toList();
    dying.clear();
    phase = affected.isEmpty() ? Phase.ENDED : Phase.GROW;
    List<Task> tasks = new ArrayList<>();
    for (TableName table : affected) {
      RowRule rule = ties.rule(table);
      if (rule == RowRule.CORE || rule == RowRule.KEEP) {
        newest.put(table, 0);
      } else {
        newest.remove(table);
      }
      comingAnew.put(table, present.getOrDefault(table, 0L));
      present.remove(table);
      tasks.add(task(Kind.RESET, table, keys.of(table).reset(rule)));
    }
    growing.stream()
        .filter(tie -> comingAnew.containsKey(tie.gains()))
        .forEach(tie -> seen.put(tie, -1));
    return stage("reset", tasks);
  }

  private Stage stage(String kind, List<Task> tasks) {
    return new Stage(kind + " " + generation, tasks);
  }

  private Task task(Kind kind, TableName table, List<ScratchStatement> statements) {
    return new Task(
        kind.name().toLowerCase(Locale.ROOT) + " " + table + " #" + generation,
        statements,
        TaskSubject.of(kind, table));
  }
}
