package io.rehydrate.store;

import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;

/** The dumps that requests may name: none that is held. */
public final class OfferedDumps {
  /** What a request says that means the newest one. */
  public static final String LATEST = "latest";

  private OfferedDumps() {}

  /**
   * The dump of a request.
   *
   * @param asked its id, or {@code latest}
   * @throws NotFoundException {@code dump.unknown}, {@code dump.none}
   * @throws RefusedException {@code dump.held}
   */
  public static StoredDump find(Store store, String asked) {
    if (asked.equals(LATEST)) {
      return store.latest();
    }
    if (!DumpId.isValid(asked)) {
      throw new NotFoundException(
          ErrorCode.DUMP_UNKNOWN,
          "That is not a dump's id",
          "A dump's id looks like 20261122T020000Z; or say 'latest'");
    }
    return requireNotHeld(store.get(new DumpId(asked)));
  }

  /**
   * @throws RefusedException {@code dump.held}
   */
  public static StoredDump requireNotHeld(StoredDump dump) {
    if (dump.held()) {
      throw new RefusedException(
          ErrorCode.DUMP_HELD,
          "The dump " + dump.id() + " is held: " + dump.hold().map(Hold::why).orElse(""),
          "An operator may offer it with 'dumps release " + dump.id() + "'");
    }
    return dump;
  }
}
