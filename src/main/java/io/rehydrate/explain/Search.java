package io.rehydrate.explain;

import io.rehydrate.dehydrate.Ties;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.explain.Explanation.Step;
import io.rehydrate.explain.Explanation.Verdict;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.probe.SourceProbe;
import io.rehydrate.schema.Table;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Widens the neighbourhood of a row until its fate is known. */
public final class Search {
  private final ResolvedPlan plan;
  private final Ties ties;
  private final Neighbourhood around;

  private Search(ResolvedPlan plan, Ties ties, Neighbourhood around) {
    this.plan = plan;
    this.ties = ties;
    this.around = around;
  }

  /** What became of the row, and the steps that tell why. */
  public record Answer(Verdict verdict, List<Step> steps) {}

  public static Search on(ResolvedPlan plan, SourceProbe source, ZonedDateTime asOf) {
    Ties ties = new Ties(plan);
    return new Search(plan, ties, new Neighbourhood(ties, new RowReader(plan, ties, source, asOf)));
  }

  /**
   * @param key as somebody typed it
   * @throws NotFoundException {@code row.unknown}
   * @throws InvalidException {@code explain.key}
   */
  public Answer explain(Table table, String key) {
    RowKey wanted =
        Identity.of(table)
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
      Fate fate = Fate.of(around);
      return new Answer(verdict(row, fate), Story.of(ties, around, fate, row));
    } catch (OutOfTimeException | NotToBeToldException e) {
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

  private Verdict verdict(RowKey row, Fate fate) {
    if (fate.stays(row)) {
      return Verdict.STAYS;
    }
    return needed(row, fate).stream().anyMatch(around::isInPart) ? Verdict.UNKNOWN : Verdict.GOES;
  }

  private boolean widen(RowKey row) {
    Fate fate = Fate.of(around);
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
  private Set<RowKey> needed(RowKey row, Fate fate) {
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
