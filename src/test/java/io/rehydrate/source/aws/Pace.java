package io.rehydrate.source.aws;

import io.rehydrate.daemon.Beans;
import io.rehydrate.run.ActiveRun;
import java.time.Duration;
import org.apache.camel.Variable;

/** The bean that stands in for a route's pauses: it moves the clock on instead of waiting. */
public final class Pace {
  /** Shorter than a lease's term, which nobody would renew meanwhile. */
  static final Duration STEP = Duration.ofSeconds(20);

  private final PacedClock clock;
  private final Beans beans;

  Pace(PacedClock clock, Beans beans) {
    this.clock = clock;
    this.beans = beans;
  }

  /** Stands in for the steps by which a night does what it is for. */
  public void accomplish(@Variable("run") ActiveRun run) {
    run.accomplished();
  }

  public long pause(boolean isNeeded, long interval) {
    if (!isNeeded) {
      return 0;
    }
    clock.moveOn(STEP);
    beans.leases().renew(beans.runs().active().stream().map(a -> a.run().lease()).toList());
    return 0;
  }
}
