package io.rehydrate.source.aws;

import java.time.Instant;

/**
 * The snapshot that the scratch is restored from.
 *
 * @param older why one was taken that AWS had made before; empty where ours was, or where that was
 *     wanted
 */
record SnapshotChoice(String id, Instant createdAt, String engineVersion, String older) {}
