package io.rehydrate.archive;

import io.rehydrate.dump.DumpId;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;

/**
 * Which dumps the archive keeps: those younger than a period, counted from the newest dump and not
 * from the clock, and pinned ones.
 *
 * @param oldest that is kept
 */
record ArchiveRetention(Instant oldest, Set<DumpId> pinned) {
  private static final Duration TOLERANCE = Duration.ofMinutes(2);

  /**
   * @param dumps of the store and of the archive; those of the future do not count
   */
  static ArchiveRetention of(
      Period keepWithin, Collection<DumpId> dumps, Set<DumpId> pinned, Instant now) {
    Instant oldest =
        dumps.stream()
            .filter(id -> !id.asOf().isAfter(now.plus(TOLERANCE)))
            .max(Comparator.naturalOrder())
            .map(id -> id.asOf().atZone(ZoneOffset.UTC).minus(keepWithin).toInstant())
            .orElse(Instant.MIN);
    return new ArchiveRetention(oldest, pinned);
  }

  boolean keeps(DumpId id) {
    return pinned.contains(id) || !id.asOf().isBefore(oldest);
  }
}
