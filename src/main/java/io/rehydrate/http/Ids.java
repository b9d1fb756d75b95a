package io.rehydrate.http;

import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.run.RunId;

/** Ids out of an address: one that has no id's form names nothing either. */
public final class Ids {
  private Ids() {}

  public static DumpId dump(String text) {
    if (!DumpId.isValid(text)) {
      throw new NotFoundException(
          ErrorCode.DUMP_UNKNOWN,
          "There is no dump of that id",
          "A dump's id looks like 20261122T020000Z; GET /api/v1/dumps lists them");
    }
    return new DumpId(text);
  }

  public static RunId run(String text) {
    try {
      return new RunId(text);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException(
          ErrorCode.RUN_UNKNOWN,
          "There is no run of that id",
          "A run's id looks like 20261122t020000-k3x9f; GET /api/v1/runs lists them",
          e);
    }
  }
}
