package io.rehydrate.run;

/** Names of the journal's facts about rows that refreshes keep. */
public final class KeptFacts {
  /** Before a target's name: where its rows are saved alone; the origin is the run. */
  public static final String PENDING = "kept-pending ";

  /** Before a run's id: what became of the rows that it kept. */
  public static final String REPORT = "kept-report ";

  private KeptFacts() {}
}
