package io.rehydrate.http;

import org.apache.camel.Message;

/** Takes requests for a sweep. */
public final class SweepOperations {
  private final Runnable sweep;

  /**
   * @param sweep removes what dead runs left, and touches nothing of a live one
   */
  public SweepOperations(Runnable sweep) {
    this.sweep = sweep;
  }

  /** Removes what dead runs left. */
  public String sweep(Message message) {
    sweep.run();
    return Reply.nothing(message);
  }
}
