package io.rehydrate.run;

/** What a run does. */
public enum RunKind {
  NIGHT,
  REFRESH,
  REHEARSAL,
  CLONE
}
