package io.rehydrate.run;

/** Where a run stands. */
public enum RunState {
  QUEUED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  INTERRUPTED;

  public boolean isEnded() {
    return this != QUEUED && this != RUNNING;
  }
}
