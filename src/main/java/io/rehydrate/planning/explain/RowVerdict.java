package io.rehydrate.planning.explain;

import io.rehydrate.dehydrate.compile.Edge;
import io.rehydrate.plan.RowRule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows of a neighbourhood stay, by the plan's own definition: the largest set in which
 * nothing dangles and every row has a chain to one that was chosen for itself.
 */
final class RowVerdict {
  private final RowGraph around;
  private final Set<RowKey> dead = new LinkedHashSet<>();
  private final Map<RowKey, Edge> killedBy = new HashMap<>();
  private Map<RowKey, Optional<Link>> live = Map.of();

  /**
   * How a row came.
   *
   * @param by the row that it came because of
   */
  record Link(Edge tie, RowKey by) {}

  private RowVerdict(RowGraph around) {
    this.around = around;
  }

  static RowVerdict of(RowGraph around) {
    RowVerdict fate = new RowVerdict(around);
    boolean anew = true;
    while (anew) {
      fate.live = fate.grown();
      anew = fate.die();
    }
    return fate;
  }

  boolean stays(RowKey row) {
    return live.containsKey(row);
  }

  /** How a row that stays came; empty: it was chosen for itself. */
  Optional<Link> came(RowKey row) {
    return live.get(row);
  }

  /** Whether a row can't stay, whatever refers to it. */
  boolean isDead(RowKey row) {
    return dead.contains(row);
  }

  /** The reference because of which a row can't stay. */
  Optional<Edge> killedBy(RowKey row) {
    return Optional.ofNullable(killedBy.get(row));
  }

  private Map<RowKey, Optional<Link>> grown() {
    Map<RowKey, Optional<Link>> rows = new LinkedHashMap<>();
    for (RowKey row : around.keys()) {
      if (!dead.contains(row) && around.facts(row).chosen().isPresent()) {
        rows.put(row, Optional.empty());
      }
    }
    boolean grew = true;
    while (grew) {
      grew = false;
      for (RowKey row : around.keys()) {
        for (Map.Entry<Edge, List<RowKey>> led : around.leadsTo(row).entrySet()) {
          grew |= follow(row, led.getKey(), led.getValue(), rows);
          grew |= bring(row, led.getKey(), led.getValue(), rows);
        }
      }
    }
    return rows;
  }

  private boolean follow(
      RowKey row, Edge tie, List<RowKey> there, Map<RowKey, Optional<Link>> rows) {
    if (!tie.follows() || rows.containsKey(row) || dead.contains(row)) {
      return false;
    }
    Optional<RowKey> by = there.stream().filter(rows::containsKey).findFirst();
    by.ifPresent(b -> rows.put(row, Optional.of(new Link(tie, b))));
    return by.isPresent();
  }

  private boolean bring(
      RowKey row, Edge tie, List<RowKey> there, Map<RowKey, Optional<Link>> rows) {
    if (!tie.brings() || !rows.containsKey(row)) {
      return false;
    }
    boolean grew = false;
    for (RowKey brought : there) {
      boolean may = !dead.contains(brought) && mayCome(brought);
      if (may && rows.putIfAbsent(brought, Optional.of(new Link(tie, row))) == null) {
        grew = true;
      }
    }
    return grew;
  }

  private boolean mayCome(RowKey row) {
    return around.rule(row) != RowRule.CORE || around.facts(row).mayStay();
  }

  /** Those whose reference must hold and leads to no row that stays, and those that they drag. */
  private boolean die() {
    int before = dead.size();
    boolean dying = true;
    while (dying) {
      dying = false;
      for (RowKey row : List.copyOf(live.keySet())) {
        Optional<Edge> broken =
            around.leadsTo(row).entrySet().stream()
                .filter(led -> led.getKey().mustHold())
                .filter(led -> led.getValue().stream().noneMatch(live::containsKey))
                .map(Map.Entry::getKey)
                .findFirst();
        if (broken.isPresent()) {
          live.remove(row);
          dead.add(row);
          killedBy.put(row, broken.get());
          dying = true;
        }
      }
    }
    return dead.size() > before;
  }
}
