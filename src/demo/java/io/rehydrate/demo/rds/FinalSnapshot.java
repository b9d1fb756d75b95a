package io.rehydrate.demo.rds;

import java.util.Optional;

/** The snapshot that a deletion takes first, unless it is told to skip it. */
final class FinalSnapshot {
  private FinalSnapshot() {}

  static Optional<String> wanted(Parameters p, int longestId) {
    boolean skips = p.flag("SkipFinalSnapshot");
    Optional<String> id = p.text("FinalDBSnapshotIdentifier");
    if (skips && id.isPresent()) {
      throw ApiError.badCombination(
          "FinalDBSnapshotIdentifier can not be specified when deleting with SkipFinalSnapshot enabled.");
    }
    if (!skips && id.isEmpty()) {
      throw ApiError.badCombination(
          "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
    }
    return id.map(value -> Identifier.ofNew("FinalDBSnapshotIdentifier", value, longestId));
  }
}
