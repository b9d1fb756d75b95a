package io.rehydrate.plan;

/** What becomes of a row whose reference can't hold. */
public enum Dangling {
  /** The plan does not say: as {@link #DROP}, save that a row of a {@code keep} table stays. */
  UNDECIDED,
  DROP,
  SET_NULL,
  KEEP
}
