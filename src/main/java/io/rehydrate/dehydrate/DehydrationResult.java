package io.rehydrate.dehydrate;

import io.rehydrate.dehydrate.compile.BrokenChecks;
import io.rehydrate.dehydrate.compile.RowOrigin;
import io.rehydrate.dump.Manifest;
import io.rehydrate.schema.TableName;
import java.util.List;
import java.util.Map;

/**
 * What a dehydration left.
 *
 * @param rowsBefore by table
 * @param rows by table
 * @param undecided relations by which rows of {@code keep} tables lead to rows that can't stay,
 *     without a word in the plan of what becomes of them, and how many do
 * @param brokenChecks CHECKs that rows do not satisfy any more
 * @param coreChosen core rows that were chosen for themselves
 * @param coreLost those of them that had to go, since a reference of theirs can't hold
 * @param reasons by which way each table's rows came
 * @param stageSeconds how long the stages took, in their order
 */
public record DehydrationResult(
    Map<TableName, Long> rowsBefore,
    Map<TableName, Long> rows,
    List<Manifest.RelationEntry> relations,
    Map<String, Long> undecided,
    BrokenChecks brokenChecks,
    long coreChosen,
    long coreLost,
    Map<TableName, List<RowOrigin>> reasons,
    Map<String, Double> stageSeconds) {

  /** Share of the chosen core rows that went, 0 to 1. */
  public double coreLoss() {
    return coreChosen == 0 ? 0 : (double) coreLost / coreChosen;
  }
}
