package io.rehydrate.run;

import java.time.Instant;

/** A step of a run. It ends where the next one begins, the last one with the run. */
public record RunStep(String name, Instant begunAt) {}
