package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a snapshot keeps of the cluster or the instance that it was taken of. */
record Origin(
    String id,
    String resourceId,
    Instant made,
    EngineVersion engine,
    String masterUsername,
    int port,
    Optional<String> key,
    int backupRetention,
    Map<String, String> tags) {
  Origin {
    tags = Map.copyOf(tags);
  }
}
