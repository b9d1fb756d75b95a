package io.rehydrate.refresh;

import java.time.Instant;

/**
 * What a target holds since its last refresh, as far as that was ours.
 *
 * @param ref empty: no migrations were asked for
 * @param commit that the ref stood for; empty without one
 * @param by who asked for it
 * @param run the refresh
 * @param at when the tables were exchanged
 */
public record TargetHolds(
    String dump, String ref, String commit, String by, String run, Instant at) {}
