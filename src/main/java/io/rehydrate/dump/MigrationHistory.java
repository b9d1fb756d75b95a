package io.rehydrate.dump;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The migrations that had run in the source, as its history tables say: to be compared with those
 * of a ref without loading the dump.
 *
 * @param schemas by name; a schema without a history table is not there
 */
public record MigrationHistory(Map<String, List<Applied>> schemas) {
  public MigrationHistory {
    schemas = Map.copyOf(schemas);
  }

  /**
   * A row of a history table, as Flyway defines it.
   *
   * @param version empty for a repeatable migration
   * @param type {@code SQL}, {@code BASELINE}, ...
   * @param checksum empty for migrations that Flyway computes none for
   */
  public record Applied(
      int rank,
      Optional<String> version,
      String description,
      String type,
      String script,
      Optional<Integer> checksum,
      boolean success) {}

  /** Of one schema; empty where it has no history table. */
  public Optional<List<Applied>> of(String schema) {
    return Optional.ofNullable(schemas.get(schema)).map(List::copyOf);
  }
}
