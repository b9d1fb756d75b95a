package io.rehydrate.planning.explain;

import io.rehydrate.dump.DumpId;
import io.rehydrate.plan.RowRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a row, and why.
 *
 * @param dump whose plan and as-of time count; empty: the plan of this moment, as of now
 * @param steps from the row to one that was chosen for itself, or to the rule that drops it
 */
public record Explanation(
    Verdict verdict, Instant asOf, Optional<DumpId> dump, List<Step> steps, List<String> notes) {

  /** What becomes of a row. */
  public enum Verdict {
    STAYS,
    GOES,
    /** What the row's fate depends on could not all be looked at. */
    UNKNOWN
  }

  /**
   * One row of the chain.
   *
   * @param key of the row; several columns between commas
   * @param changed whether it was changed or made after the as-of time; empty where nothing says so
   */
  public record Step(
      String table, String key, RowRule rule, String why, Optional<Boolean> changed) {}
}
