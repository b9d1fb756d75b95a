package io.rehydrate.source;

import java.time.Instant;
import java.util.Optional;

/**
 * The snapshot that a scratch was restored from.
 *
 * @param older why it is older than the night, where a new one was wanted
 */
public record SourceSnapshot(String id, Instant createdAt, Optional<String> older) {}
