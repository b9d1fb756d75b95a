package io.rehydrate.store;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.ManifestFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a dump is not offered: somebody held it, no night of this installation published it (its SQL
 * runs with a target account's rights), or it is of a time that has not come.
 */
final class Provenance {
  /** Clocks of several daemons differ by seconds. */
  private static final Duration TOLERANCE = Duration.ofMinutes(2);

  private final KnownStores known;
  private final Clock clock;

  Provenance(KnownStores known, Clock clock) {
    this.known = known;
    this.clock = clock;
  }

  /** The hash that a dump's manifest has to have; empty for a foreign one. */
  Optional<String> manifest(DumpId id) {
    return known.manifest(id);
  }

  boolean isForeign(DumpId id) {
    return known.manifest(id).isEmpty();
  }

  boolean isOfTheFuture(DumpId id) {
    return id.asOf().isAfter(clock.instant().plus(TOLERANCE));
  }

  /**
   * @param note what somebody, or a night, wrote
   */
  Optional<Hold> hold(DumpId id, Optional<Hold> note) {
    List<String> why = new ArrayList<>();
    note.map(Hold::why).filter(text -> !text.isEmpty()).ifPresent(why::add);
    if (isForeign(id)) {
      why.add("no night of this installation published it");
    }
    if (isOfTheFuture(id)) {
      why.add("its as-of time lies in the future: a clock was wrong");
    }
    return why.isEmpty()
        ? note
        : Optional.of(
            new Hold(String.join("; and ", why), note.map(Hold::at).orElse(Instant.EPOCH)));
  }

  /** From now on the dump is ours, as long as its manifest stays as it is. */
  void vouchFor(DumpId id, Path folder) {
    known.rememberManifest(id, ManifestFile.sha256(folder));
  }
}
