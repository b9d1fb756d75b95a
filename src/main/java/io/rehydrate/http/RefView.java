package io.rehydrate.http;

import java.time.Instant;

/**
 * A branch or a tag of the migrations repository.
 *
 * @param kind {@code branch} or {@code tag}
 * @param subject the first line of the commit's message
 */
public record RefView(String name, String kind, String sha, Instant committedAt, String subject) {}
