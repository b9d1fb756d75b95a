package io.rehydrate.plan;

/** What becomes of a row whose reference can't hold. */
public enum Dangling {
  DROP,
  SET_NULL,
  KEEP
}
