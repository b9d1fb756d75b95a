package io.rehydrate.store;

import java.time.Instant;

/** Keeps a dump from being offered until somebody has looked at it. */
public record Hold(String why, Instant at) {}
