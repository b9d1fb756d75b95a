package io.rehydrate.source.aws;

import java.time.Duration;
import java.time.Instant;

/**
 * The snapshot that the scratch is restored from.
 *
 * @param older why one was taken that AWS had made before; empty where ours was, or where that was
 *     wanted
 */
record SnapshotChoice(String id, Instant createdAt, String engineVersion, String older) {

  /** Whether one of our own was wanted. */
  boolean isForWantOfAnother() {
    return !older.isEmpty();
  }

  String age(Instant now) {
    Duration age = Duration.between(createdAt, now);
    if (age.isNegative()) {
      return "0 min";
    }
    return age.toHours() < 1 ? age.toMinutes() + " min" : age.toHours() + " h";
  }
}
