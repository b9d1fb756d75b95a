package io.rehydrate.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Spares a dump from retention.
 *
 * @param until empty: until it is unpinned
 */
public record Pin(String who, String why, Instant at, Optional<Instant> until) {

  boolean isOver(Instant now) {
    return until.isPresent() && now.isAfter(until.get());
  }
}
