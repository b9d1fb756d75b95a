package io.rehydrate.http;

import io.rehydrate.dump.Manifest;
import io.rehydrate.store.Hold;
import io.rehydrate.store.Pin;
import io.rehydrate.store.StoredDump;
import java.time.Instant;
import java.util.Optional;

/**
 * A dump as a list tells it.
 *
 * @param rows in the dump
 * @param rowsBefore in the source
 * @param bytes of its files, compressed
 */
public record DumpView(
    String id,
    Instant asOf,
    Instant createdAt,
    long rows,
    long rowsBefore,
    long bytes,
    boolean held,
    Optional<String> heldBecause,
    boolean pinned,
    Optional<String> pinnedBy,
    Optional<String> pinnedBecause,
    Optional<Instant> pinnedUntil,
    Manifest.Source source,
    String serverVersion) {

  public static DumpView of(StoredDump dump) {
    Manifest manifest = dump.manifest();
    return new DumpView(
        dump.id().value(),
        manifest.asOf(),
        manifest.createdAt(),
        manifest.rows(),
        manifest.rowsBefore(),
        manifest.bytes(),
        dump.held(),
        dump.hold().map(Hold::why),
        dump.pinned(),
        dump.pin().map(Pin::who),
        dump.pin().map(Pin::why).filter(why -> !why.isEmpty()),
        dump.pin().flatMap(Pin::until),
        manifest.source(),
        manifest.serverVersion());
  }
}
