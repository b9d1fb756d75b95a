package io.rehydrate.clone;

import io.rehydrate.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a queued run is to do.
 *
 * @param daemon that does it
 * @param name empty: a golden
 * @param dump that is copied or loaded
 * @param expiresAt the end that was asked for
 */
record CloneOrder(
    RunId run,
    String daemon,
    Operation operation,
    Optional<CloneName> name,
    String dump,
    Optional<Instant> expiresAt) {}
