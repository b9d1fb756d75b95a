package io.rehydrate.users;

import java.time.Instant;
import java.util.Optional;

/**
 * A token that a program signs in with, without the token itself: that is kept nowhere.
 *
 * @param usedAt to the minute; empty: never
 */
public record AccessToken(
    String id, String user, Instant createdAt, Instant expiresAt, Optional<Instant> usedAt) {}
