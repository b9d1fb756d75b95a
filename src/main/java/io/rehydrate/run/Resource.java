package io.rehydrate.run;

import java.time.Instant;

/**
 * Something that a run made outside the journal and that must go again. Journalled before it is
 * made.
 *
 * @param kind says which releaser knows how to remove it: {@code scratch-schema}, {@code staging},
 *     {@code incoming}
 * @param name what the releaser needs to find it
 * @param detail text that the releaser needs besides, JSON or empty
 */
public record Resource(
    long id, RunId run, String kind, String name, String detail, Instant createdAt) {}
