package io.rehydrate.plan;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that is wrong with a plan, told at once and in the order of its lines. */
final class Problems {
  private static final int MOST_TOLD = 500;

  private final PlanLines lines;
  private final Set<PlanProblem> found = new LinkedHashSet<>();

  Problems(PlanLines lines) {
    this.lines = lines;
  }

  /** For what is wrong before any part of the plan has a path. */
  static Problems in(String file) {
    return new Problems(new PlanLines(file, Map.of()));
  }

  void add(String where, String what) {
    found.add(new PlanProblem(lines.line(where), where, what));
  }

  void addAtLine(int line, String where, String what) {
    found.add(new PlanProblem(OptionalInt.of(line), where, what));
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
    throw refusal(sorted());
  }

  List<PlanProblem> sorted() {
    List<PlanProblem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(p -> p.line().orElse(Integer.MAX_VALUE)));
    return sorted;
  }

  private InvalidException refusal(List<PlanProblem> sorted) {
    String told =
        sorted.stream()
            .limit(MOST_TOLD)
            .map(problem -> "\n  " + problem.text())
            .collect(Collectors.joining());
    int untold = sorted.size() - MOST_TOLD;
    return new InvalidException(
        ErrorCode.PLAN_INVALID,
        lines.file()
            + (sorted.size() == 1 ? " has a problem:" : " has " + sorted.size() + " problems:")
            + told
            + (untold > 0 ? "\n  and " + untold + " more" : ""),
        "Correct the plan, then look at it again with 'plan check'.");
  }
}
