package io.rehydrate.console;

import io.rehydrate.http.Caller;
import io.rehydrate.http.NightOperations;
import io.rehydrate.http.RunOperations;
import java.time.Clock;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** What the pages ask of runs: a night, and that one is cancelled. */
public final class RunForms {
  private final RunOperations runs;
  private final NightOperations nights;
  private final Clock clock;

  RunForms(RunOperations runs, NightOperations nights, Clock clock) {
    this.runs = runs;
    this.nights = nights;
    this.clock = clock;
  }

  /** Queues a night as of now, and leads to its run. */
  public String night(Message message) {
    return Console.toRun(message, nights.queue(Caller.of(message), clock.instant()).id().value());
  }

  /** Has a run cancelled. */
  public String cancel(@Header("id") String id, Message message) {
    return Console.toRun(message, runs.cancel(id, Caller.of(message)).id().value());
  }
}
