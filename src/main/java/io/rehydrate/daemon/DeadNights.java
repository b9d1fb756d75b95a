package io.rehydrate.daemon;

import io.rehydrate.night.Nights;

/**
 * The schedule's look at a night that died with its process or daemon: it is ended and released, so
 * that the next may begin.
 */
public final class DeadNights {
  private final Beans beans;

  DeadNights(Beans beans) {
    this.beans = beans;
  }

  /** Does nothing as long as no night of this source is dead. */
  public void end() {
    if (beans.runs().hasDead(Nights.lease(beans.settings()))) {
      new KindRelease(beans).after(beans.runs().recover());
    }
  }
}
