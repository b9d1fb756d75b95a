package io.rehydrate.run;

import java.time.Instant;
import java.util.Optional;

/**
 * A night, a refresh or a rehearsal, as the journal knows it.
 *
 * @param lease what only one run may hold at a time: {@code night:<source>}, {@code target:<t>}
 * @param asOf a night's as-of time
 * @param target a refresh's target
 * @param dump the dump that a refresh brings, that a ref is rehearsed with, or that a night
 *     published
 * @param ref the git ref of a refresh or a rehearsal
 * @param step the step it is at, or ended at
 * @param daemon the name of the daemon that works on it, or did last; empty until it begins
 */
public record Run(
    RunId id,
    RunKind kind,
    RunState state,
    Actor actor,
    String lease,
    Optional<Instant> asOf,
    Optional<String> target,
    Optional<String> dump,
    Optional<String> ref,
    String step,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Failure> failure,
    Optional<String> daemon) {

  /** How a run failed, in words that are safe to show. */
  public record Failure(int exitCode, String code, String message, String hint) {

    /** This one, and in its message the one that came before it. */
    Failure after(Optional<Failure> first) {
      return new Failure(
          exitCode,
          code,
          message
              + first
                  .map(f -> " Before that the run failed: " + f.message() + " [" + f.code() + "]")
                  .orElse(""),
          hint);
    }
  }
}
