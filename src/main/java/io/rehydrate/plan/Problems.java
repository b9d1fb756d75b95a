package io.rehydrate.plan;

import io.rehydrate.error.InvalidException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that is wrong with a plan, told at once and in the order of its lines. */
final class Problems {
  private static final int MOST_TOLD = 500;

  private record Problem(int line, String where, String what) {
    String text() {
      String place = where.isEmpty() ? "" : where + ": ";
      return line == Integer.MAX_VALUE ? place + what : "line " + line + ", " + place + what;
    }
  }

  private final PlanLines lines;
  private final Set<Problem> found = new LinkedHashSet<>();

  Problems(PlanLines lines) {
    this.lines = lines;
  }

  /** For what is wrong before any part of the plan has a path. */
  static Problems in(String file) {
    return new Problems(new PlanLines(file, Map.of()));
  }

  void add(String where, String what) {
    found.add(new Problem(lines.line(where).orElse(Integer.MAX_VALUE), where, what));
  }

  void addAtLine(int line, String where, String what) {
    found.add(new Problem(line, where, what));
  }

  boolean any() {
    return !found.isEmpty();
  }

  int count() {
    return found.size();
  }

  /**
   * @throws InvalidException that lists every problem
   */
  void throwIfAny() {
    if (!any()) {
      return;
    }
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(Problem::line));
    String told =
        sorted.stream()
            .limit(MOST_TOLD)
            .map(problem -> "\n  " + problem.text())
            .collect(Collectors.joining());
    int untold = sorted.size() - MOST_TOLD;
    throw new InvalidException(
        "plan.invalid",
        lines.file()
            + (sorted.size() == 1 ? " has a problem:" : " has " + sorted.size() + " problems:")
            + told
            + (untold > 0 ? "\n  and " + untold + " more" : ""),
        "Correct the plan, then look at it again with 'plan check'.");
  }
}
