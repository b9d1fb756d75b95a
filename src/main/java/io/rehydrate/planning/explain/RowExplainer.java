package io.rehydrate.planning.explain;

import io.rehydrate.dehydrate.compile.ReferenceGraph;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.planning.explain.Explanation.Step;
import io.rehydrate.planning.explain.Explanation.Verdict;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Table;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Widens the neighbourhood of a row until its fate is known. */
public final class RowExplainer {
  private final ResolvedPlan plan;
  private final ReferenceGraph ties;
  private final RowGraph around;

  private RowExplainer(ResolvedPlan plan, ReferenceGraph ties, RowGraph around) {
    this.plan = plan;
    this.ties = ties;
    this.around = around;
  }

  /** What became of the row, and the steps that tell why. */
  public record Answer(Verdict verdict, List<Step> steps) {}

  public static RowExplainer on(ResolvedPlan plan, ReadOnlySource source, ZonedDateTime asOf) {
    ReferenceGraph ties = new ReferenceGraph(plan);
    return new RowExplainer(
        plan, ties, new RowGraph(ties, new RowReader(plan, ties, source, asOf)));
  }

  /**
   * @param key as somebody typed it
   * @throws NotFoundException {@code row.unknown}
   * @throws InvalidException {@code explain.key}
   */
  public Answer explain(Table table, String key) {
    RowKey wanted =
        RowIdentity.of(table)
            .orElseThrow(
                () ->
                    new InvalidException(
                        ErrorCode.EXPLAIN_KEY,
                        table.name() + " has no primary key, so none of its rows can be named",
                        "Ask for a row that it refers to"))
            .parse(key);
    if (plan.rule(table.name()).rows() == RowRule.TRUNCATE) {
      return new Answer(Verdict.GOES, List.of(truncated(wanted)));
    }
    try {
      RowKey row = around.add(wanted).orElseThrow(() -> unknown(wanted));
      while (widen(row)) {
        // each round takes in rows that could bring along what the last one lacked
      }
      RowVerdict fate = RowVerdict.of(around);
      return new Answer(verdict(row, fate), ExplanationSteps.of(ties, around, fate, row));
    } catch (OutOfTimeException | UndecidableRowException e) {
      return new Answer(Verdict.UNKNOWN, List.of());
    }
  }

  private static Step truncated(RowKey row) {
    return new Step(
        row.table().toString(),
        row.shown(),
        RowRule.TRUNCATE,
        "its table is truncated",
        Optional.empty());
  }

  private static NotFoundException unknown(RowKey row) {
    return new NotFoundException(
        ErrorCode.ROW_UNKNOWN,
        "There is no row with this key in " + row.table() + " now",
        "It may have been deleted since; a key of several columns takes commas between");
  }

  private Verdict verdict(RowKey row, RowVerdict fate) {
    if (fate.stays(row)) {
      return Verdict.STAYS;
    }
    return needed(row, fate).stream().anyMatch(around::isInPart) ? Verdict.UNKNOWN : Verdict.GOES;
  }

  private boolean widen(RowKey row) {
    RowVerdict fate = RowVerdict.of(around);
    if (fate.stays(row)) {
      return false;
    }
    boolean wider = false;
    for (RowKey lacking : needed(row, fate)) {
      RowRule rule = around.rule(lacking);
      boolean canBeBrought = rule == RowRule.REFERENCED || rule == RowRule.CORE;
      if (canBeBrought && !around.isDoomed(lacking)) {
        wider |= around.support(lacking);
      }
    }
    return wider;
  }

  /** The rows on which the fate of a row that does not stay hangs. */
  private Set<RowKey> needed(RowKey row, RowVerdict fate) {
    Set<RowKey> needed = new LinkedHashSet<>();
    Deque<RowKey> open = new ArrayDeque<>(List.of(row));
    while (!open.isEmpty()) {
      RowKey next = open.removeFirst();
      if (fate.stays(next) || !needed.add(next) || around.isDoomed(next)) {
        continue;
      }
      around
          .leadsTo(next)
          .forEach(
              (tie, there) -> {
                if (!tie.brings()) {
                  open.addAll(there);
                } else if (tie.mustHold()) {
                  there.stream().filter(fate::isDead).forEach(open::add);
                }
              });
      around.keys().stream().filter(other -> brings(other, next)).forEach(open::add);
    }
    return needed;
  }

  private boolean brings(RowKey other, RowKey row) {
    return around.leadsTo(other).entrySet().stream()
        .anyMatch(led -> led.getKey().brings() && led.getValue().contains(row));
  }
}
