package io.rehydrate.store;

import io.rehydrate.dump.DumpId;
import io.rehydrate.run.RunId;
import io.rehydrate.support.Dumps;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A store in a folder of a test, and what tests do with it. */
final class StoreFixture {
  static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
  static final RunId RUN = new RunId("20261122t020000-aaaaa");

  final Path directory;
  final RememberedStores known = new RememberedStores();
  final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  final Store store;

  StoreFixture(Path directory) {
    this.directory = directory;
    this.store = new Store(directory, clock, known);
  }

  Store on(Disk disk) {
    return new Store(directory, clock, known, disk);
  }

  /** The dump of a night that many days ago. */
  static DumpId daysAgo(int days) {
    return DumpId.at(Instant.parse("2026-11-22T02:00:00Z").minusSeconds(days * 86_400L));
  }

  StoredDump publish(DumpId id) {
    return publish(store, id);
  }

  static StoredDump publish(Store store, DumpId id) {
    Staging staging = store.stage(RUN, id);
    return store.publish(staging, Dumps.small(staging.folder(), id));
  }
}
