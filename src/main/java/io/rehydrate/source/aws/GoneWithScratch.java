package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.Releaser;
import io.rehydrate.run.Resource;
import io.rehydrate.source.ScratchRelease;

/** A schema on a scratch at AWS: it goes with the scratch. */
public final class GoneWithScratch implements Releaser {
  private final String kind;

  public GoneWithScratch() {
    this(ScratchRelease.KIND);
  }

  /**
   * @param kind of what is on the scratch
   */
  public GoneWithScratch(String kind) {
    this.kind = kind;
  }

  @Override
  public String kind() {
    return kind;
  }

  /**
   * @throws StageFailedException {@code scratch.release} for a schema on a server of our own, left
   *     by a night from before {@code source.kind} was changed
   */
  @Override
  public void release(Resource resource) {
    if (!resource.detail().isEmpty()) {
      throw new StageFailedException(
          ErrorCode.SCRATCH_RELEASE,
          "The schema " + resource.name() + " is on the scratch server " + resource.detail(),
          "Set source.kind=server again, and run sweep");
    }
  }
}
