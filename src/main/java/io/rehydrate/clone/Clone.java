package io.rehydrate.clone;

import io.rehydrate.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A clone, as the journal knows it.
 *
 * @param daemon on whose machine it is
 * @param maker the run that creates it
 * @param generation the run whose copy it serves: that of its creation, or of a reset
 * @param wanted the dump that was asked for: an id, or {@code latest}
 * @param dump that it was copied from
 * @param ref whose migrations were run, and run again after a reset
 * @param usedAt when somebody was last seen to log in
 */
public record Clone(
    CloneName name,
    String daemon,
    String owner,
    int port,
    CloneState state,
    RunId maker,
    RunId generation,
    String wanted,
    String dump,
    Optional<String> ref,
    Optional<String> commit,
    Instant createdAt,
    Instant expiresAt,
    Instant usedAt) {

  /** Whether a run has finished making it. */
  public boolean isMade() {
    return state != CloneState.MAKING;
  }
}
