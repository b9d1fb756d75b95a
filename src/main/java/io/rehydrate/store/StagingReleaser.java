package io.rehydrate.store;

import io.rehydrate.run.Releaser;
import io.rehydrate.run.Resource;

/** Throws away the half dump of a run that has ended. */
public final class StagingReleaser implements Releaser {
  public static final String KIND = "staging";

  private final Store store;

  public StagingReleaser(Store store) {
    this.store = store;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void release(Resource resource) {
    store.discardStaging(resource.run());
  }
}
