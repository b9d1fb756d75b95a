package io.rehydrate.store;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A published dump.
 *
 * @param hold present: it is not offered
 * @param pin present: retention spares it
 * @param foreign whether the journal knows of no night that published it: it is held, too
 */
public record StoredDump(
    DumpId id,
    Path folder,
    Manifest manifest,
    Optional<Hold> hold,
    Optional<Pin> pin,
    boolean foreign) {

  public boolean held() {
    return hold.isPresent();
  }

  public boolean pinned() {
    return pin.isPresent();
  }
}
