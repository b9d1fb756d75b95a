package io.rehydrate.dehydrate;

import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The largest set of rows in which nothing dangles and every row has a chain to one that was chosen
 * for itself. Rows come until none is new; then those whose reference can't hold are dead, and what
 * came because of them comes anew without them; until none is dead.
 */
final class Closure {
  private enum Phase {
    CHOOSE,
    GROW,
    CHECK,
    RESET,
    ENDED
  }

  private final Ties ties;
  private final Keys keys;
  private final GrowthOrder order;
  private final List<Tie> growing;
  private final List<Tie> checked;

  /** The newest round in which a table gained rows; absent: it has none. */
  private final Map<TableName, Integer> newest = new HashMap<>();

  private final Map<Tie, Integer> seen = new HashMap<>();
  private final Map<String, TableName> gainOf = new HashMap<>();
  private final Set<TableName> chosen = new HashSet<>();
  private final Set<TableName> dying = new HashSet<>();
  private final Set<TableName> dyingNow = new HashSet<>();
  private Phase phase = Phase.CHOOSE;
  private int generation = 0;
  private boolean firstCheck = true;

  Closure(Ties ties, Keys keys) {
    this.ties = ties;
    this.keys = keys;
    this.growing = ties.evaluated().stream().filter(Tie::grows).toList();
    this.checked = ties.evaluated().stream().filter(Tie::mustHold).toList();
    this.order = new GrowthOrder(growing);
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
      Optional<Stage> stage =
          switch (phase) {
            case CHOOSE -> {
              phase = Phase.GROW;
              yield Optional.of(chosen());
            }
            case GROW -> grow();
            case CHECK -> check();
            case RESET -> reset();
            case ENDED -> Optional.empty();
          };
      if (stage.filter(s -> !s.tasks().isEmpty()).isPresent()) {
        return stage;
      }
    }
    return Optional.empty();
  }

  /**
   * @param rows how many rows the task's statements changed, together
   */
  synchronized void done(Task task, long rows) {
    TableName table = gainOf.get(task.name());
    if (table == null || rows == 0) {
      return;
    }
    if (phase == Phase.CHECK) {
      dyingNow.add(table);
      dying.add(table);
    } else {
      newest.merge(table, generation, Math::max);
      if (generation == 0) {
        chosen.add(table);
      }
    }
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
      keys.chosen(table).ifPresent(task -> tasks.add(gains(task, table)));
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
        "check, until no row is dead; what came because of dead rows comes anew",
        checked.stream()
            .map(tie -> new Task("check " + tie.reference().text(), List.of(keys.dead(tie))))
            .toList());
  }

  private static String growth(Tie tie) {
    return (tie.follows() ? "follow " : "bring ") + tie.reference().text();
  }

  private Optional<Stage> grow() {
    generation++;
    List<Tie> pending =
        growing.stream()
            .filter(tie -> newest.getOrDefault(tie.trigger(), -1) > seen.get(tie))
            .toList();
    Map<TableName, Tie> now = new LinkedHashMap<>();
    order.ready(pending).forEach(tie -> now.putIfAbsent(tie.gains(), tie));
    if (now.isEmpty()) {
      phase = Phase.CHECK;
      dyingNow.clear();
      return Optional.empty();
    }
    List<Task> tasks = new ArrayList<>();
    now.forEach(
        (table, tie) -> {
          tasks.add(
              gains(
                  new Task(
                      growth(tie) + " #" + generation,
                      List.of(keys.growth(tie, seen.get(tie), generation))),
                  table));
          seen.put(tie, generation - 1);
        });
    return Optional.of(new Stage("grow " + generation, tasks));
  }

  private Optional<Stage> check() {
    Set<TableName> since = Set.copyOf(dyingNow);
    if (!firstCheck && since.isEmpty()) {
      firstCheck = true;
      phase = dying.isEmpty() ? Phase.ENDED : Phase.RESET;
      return Optional.empty();
    }
    Map<TableName, List<String>> statements = new LinkedHashMap<>();
    for (Tie tie : checked) {
      if (firstCheck || since.contains(tie.to())) {
        statements.computeIfAbsent(tie.from(), t -> new ArrayList<>()).add(keys.dead(tie));
      }
    }
    firstCheck = false;
    dyingNow.clear();
    generation++;
    return Optional.of(
        new Stage(
            "check " + generation,
            statements.entrySet().stream()
                .map(
                    e ->
                        gains(
                            new Task("check " + e.getKey() + " #" + generation, e.getValue()),
                            e.getKey()))
                .toList()));
  }

  /**
   * What came because of dead rows, over any number of steps, comes anew; all else stays as it is.
   */
  private Optional<Stage> reset() {
    Set<TableName> affected = order.affectedBy(dying);
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
      tasks.add(new Task("reset " + table + " #" + generation, keys.of(table).reset(rule)));
    }
    growing.stream()
        .filter(tie -> affected.contains(tie.gains()))
        .forEach(tie -> seen.put(tie, -1));
    return Optional.of(new Stage("reset " + generation, tasks));
  }

  private Task gains(Task task, TableName table) {
    gainOf.put(task.name(), Objects.requireNonNull(table));
    return task;
  }
}
