package io.rehydrate.planning.review;

import io.rehydrate.dump.DumpId;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.planning.probe.RelationMeasure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a review found.
 *
 * @param plan empty where there are problems
 * @param findings problems first, then warnings, then notes
 * @param measured what the source says of the relations; one that there was no time for is missing
 * @param comparedWith the dump that the schema was compared with
 */
public record Review(
    Optional<ResolvedPlan> plan,
    List<Finding> findings,
    Map<Reference, RelationMeasure.Found> measured,
    Optional<DumpId> comparedWith) {

  public boolean hasProblems() {
    return count(Finding.Level.PROBLEM) > 0;
  }

  public long count(Finding.Level level) {
    return findings.stream().filter(f -> f.level() == level).count();
  }
}
