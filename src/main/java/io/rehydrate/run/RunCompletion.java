package io.rehydrate.run;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Ends a run with the exchange that carries it: Camel calls it on success, on errors, and where a
 * route was stopped.
 */
final class RunCompletion extends SynchronizationAdapter {
  private final RunSteps steps;
  private final ActiveRun run;

  RunCompletion(RunSteps steps, ActiveRun run) {
    this.steps = steps;
    this.run = run;
  }

  @Override
  public void onDone(Exchange exchange) {
    steps.completed(run, exchange);
  }

  /** The exchange that began the run owns it; a copy that another route works on does not. */
  @Override
  public boolean allowHandover() {
    return false;
  }
}
