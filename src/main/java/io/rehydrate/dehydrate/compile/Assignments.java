package io.rehydrate.dehydrate.compile;

import io.rehydrate.plan.KeptRows.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values that are assigned to the columns of a row one after another: what reads a column has to
 * come before what changes it.
 */
final class Assignments {
  private final List<Reading> readings = new ArrayList<>();

  /**
   * @param reads the columns whose original value it is made of
   */
  private record Reading(Assignment assignment, Set<String> reads) {}

  void add(String column, String sql, Set<String> reads) {
    readings.add(new Reading(new Assignment(column, sql), reads));
  }

  boolean isEmpty() {
    return readings.isEmpty();
  }

  /** In an order in which each reads originals alone; empty where there is none. */
  Optional<List<Assignment>> ordered() {
    List<Reading> left = new ArrayList<>(readings);
    List<Assignment> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      Optional<Reading> next =
          left.stream().filter(each -> left.stream().noneMatch(o -> reads(o, each))).findFirst();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      left.remove(next.get());
      ordered.add(next.get().assignment());
    }
    return Optional.of(ordered);
  }

  private static boolean reads(Reading other, Reading changed) {
    return other != changed && other.reads().contains(changed.assignment().column());
  }
}
