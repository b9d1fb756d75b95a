package io.rehydrate.clone;

import io.rehydrate.run.Journal;
import io.rehydrate.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A clone, as the journal knows it.
 *
 * @param daemon on whose machine it is
 * @param owner who made it; for that of a target no user
 * @param maker the run that creates it
 * @param generation the run whose copy it serves: that of its creation, or of a reset
 * @param wanted the dump that was asked for: an id, or {@code latest}
 * @param dump that it was copied from
 * @param ref whose migrations were run, and run again after a reset
 * @param expiresAt empty: never
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
    Optional<Instant> expiresAt,
    Instant usedAt) {

  /** Begins the owner of a target's: no user's name has a blank. */
  private static final String TARGET = "target ";

  static String ownerOfTarget(CloneName name) {
    return TARGET + name;
  }

  /** Whether a target's refreshes made it. */
  public boolean isTarget() {
    return owner.startsWith(TARGET);
  }

  /** What only one run may hold. */
  String lease() {
    return isTarget() ? Journal.leaseOf(name.value()) : name.lease();
  }

  /** Whether a run has finished making it. */
  public boolean isMade() {
    return state != CloneState.MAKING;
  }
}
