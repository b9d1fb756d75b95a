package io.rehydrate.plan;

/** What becomes of a table's rows. */
public enum RowRule {
  CORE,
  KEEP,
  TRUNCATE,
  FOLLOW,
  REFERENCED
}
