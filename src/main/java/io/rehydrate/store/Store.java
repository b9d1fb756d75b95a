package io.rehydrate.store;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.ManifestFile;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.BusyException;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.run.RunId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue of dumps, a folder each. A dump exists when its manifest does: publishing writes
 * that last and renames once, removing deletes it first.
 */
public final class Store {
  private final Clock clock;
  private final Disk disk;
  private final StoreRoot root;
  private final Provenance provenance;
  private final DumpFolders folders;
  private final StagingFolders staging;
  private final Notes<Pin> pins;
  private final Notes<Hold> holds;
  private final RehearsalFiles rehearsals;

  public Store(Path directory, Clock clock, KnownStores known) {
    this(directory, clock, known, new Disk());
  }

  Store(Path directory, Clock clock, KnownStores known, Disk disk) {
    this.clock = clock;
    this.disk = disk;
    this.provenance = new Provenance(known, clock);
    this.root = new StoreRoot(directory, clock, known, disk);
    this.folders = new DumpFolders(root, disk);
    this.staging = new StagingFolders(root, folders, disk, known);
    this.pins =
        new Notes<>(
            root.directory().resolve("pins"),
            Pin.class,
            new Pin("somebody", "", Instant.EPOCH, Optional.empty()),
            disk);
    this.holds =
        new Notes<>(
            root.directory().resolve("held"), Hold.class, new Hold("", Instant.EPOCH), disk);
    this.rehearsals = new RehearsalFiles(root.directory(), disk);
  }

  public Path directory() {
    return root.directory();
  }

  /** What was found when refs were rehearsed with its dumps. */
  public RehearsalFiles rehearsals() {
    return rehearsals;
  }

  /**
   * Makes and marks the store's folder where it is new.
   *
   * @throws RefusedException {@code store.unmounted} or {@code store.foreign}
   */
  public void open() {
    root.make();
  }

  /**
   * Makes sure, before a night begins, that its dump can be written.
   *
   * @throws RefusedException {@code store.unmounted}, {@code store.foreign}
   * @throws io.rehydrate.error.StageFailedException {@code store.write}, {@code store.full}
   */
  public void requireReady() {
    long newest = list().stream().findFirst().map(dump -> dump.manifest().bytes()).orElse(0L);
    StoreReadiness.require(root.make(), newest, disk);
  }

  /** All dumps, the newest first, those held too. What has no sound manifest is not one. */
  public List<StoredDump> list() {
    return folders.list().stream()
        .flatMap(id -> read(id).stream())
        .sorted(Comparator.comparing(StoredDump::id).reversed())
        .toList();
  }

  /** Folders named like dumps whose manifest is missing or broken, the newest first. */
  public List<DumpId> broken() {
    return folders.list().stream().filter(id -> read(id).isEmpty()).toList();
  }

  /**
   * Dumps whose manifest is there and is not the one that was published, or none at all, with what
   * is wrong, the newest first. A folder without a manifest is not a dump.
   */
  public Map<DumpId, CorruptDumpException> corrupt() {
    Map<DumpId, CorruptDumpException> corrupt = new LinkedHashMap<>();
    for (DumpId id : folders.list()) {
      if (!DumpFolders.isWithoutManifest(root.directory().resolve(id.value()))) {
        try {
          stored(id);
        } catch (CorruptDumpException e) {
          corrupt.put(id, e);
        }
      }
    }
    return corrupt;
  }

  private Optional<StoredDump> read(DumpId id) {
    try {
      return Optional.of(stored(id));
    } catch (CorruptDumpException e) {
      return Optional.empty();
    }
  }

  private StoredDump stored(DumpId id) {
    Path folder = folders.folder(id);
    Manifest manifest = ManifestFile.read(folder, provenance.manifest(id));
    if (!manifest.id().equals(id)) {
      throw new CorruptDumpException(
          ErrorCode.DUMP_CORRUPT,
          "The folder " + id + " holds the manifest of " + manifest.id(),
          "Somebody copied or renamed a dump; give the folder its own name back");
    }
    Optional<Pin> pin = pins.of(id).filter(p -> !p.isOver(clock.instant()));
    return new StoredDump(
        id, folder, manifest, provenance.hold(id, holds.of(id)), pin, provenance.isForeign(id));
  }

  /**
   * A dump by its id.
   *
   * @throws NotFoundException {@code dump.unknown}
   * @throws CorruptDumpException where there is a folder of that name and no sound manifest in it
   */
  public StoredDump get(DumpId id) {
    if (!folders.list().contains(id)) {
      List<String> newest = list().stream().limit(3).map(dump -> dump.id().value()).toList();
      throw new NotFoundException(
          ErrorCode.DUMP_UNKNOWN,
          "There is no dump " + id,
          newest.isEmpty() ? noDumpYet() : "The newest are " + String.join(", ", newest));
    }
    return stored(id);
  }

  /**
   * The newest dump that is not held.
   *
   * @throws NotFoundException {@code dump.none}
   */
  public StoredDump latest() {
    List<StoredDump> dumps = list();
    return dumps.stream()
        .filter(dump -> !dump.held())
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    ErrorCode.DUMP_NONE,
                    dumps.isEmpty() ? "The store holds no dump" : "Every dump is held",
                    dumps.isEmpty()
                        ? noDumpYet()
                        : "'dumps' says why; look at one and release it"));
  }

  private static String noDumpYet() {
    return "A night makes the first one";
  }

  /**
   * Makes the hidden folder, for this run alone, in which a dump is put together; what the same run
   * had begun before is thrown away.
   *
   * @throws BusyException {@code dump.exists}
   */
  public Staging stage(RunId run, DumpId id) {
    return staging.make(run, id);
  }

  /**
   * Writes the manifest, then makes the dump visible in one step. Its files are on disk already.
   */
  public StoredDump publish(Staging made, Manifest manifest) {
    requireStore();
    staging.publish(made, manifest);
    return stored(made.id());
  }

  /** What the manifest of a dump hashes to; empty where no night of ours published it. */
  public Optional<String> publishedManifest(DumpId id) {
    return provenance.manifest(id);
  }

  /**
   * Publishes a dump that was copied here with its manifest; one that the journal does not know is
   * foreign.
   *
   * @throws CorruptDumpException where it is not what its manifest says
   */
  public StoredDump restore(Staging made) {
    requireStore();
    Verification.verify(
        made.folder(), ManifestFile.read(made.folder(), provenance.manifest(made.id())));
    staging.move(made);
    return stored(made.id());
  }

  /**
   * Makes the store again, in an empty folder, after the loss of all that was in it.
   *
   * @throws RefusedException {@code store.foreign} where the folder is not empty
   */
  public void renew() {
    root.renew();
  }

  /** Throws away what a run had begun. */
  public void discardStaging(RunId run) {
    staging.discard(run);
  }

  /** Removes a dump, its manifest first; what is gone already is no failure. */
  public void remove(DumpId id) {
    requireStore();
    folders.remove(id);
    holds.remove(id);
    pins.remove(id);
    rehearsals.remove(id);
  }

  /** Removes what is left of dumps whose removal was cut short: folders without a manifest. */
  public void finishRemovals() {
    folders.list().stream()
        .filter(id -> DumpFolders.isWithoutManifest(folders.folder(id)))
        .forEach(this::remove);
  }

  /** Spares a dump from retention; an older pin is replaced. */
  public void pin(DumpId id, Pin pin) {
    pins.put(get(id).id(), pin);
  }

  public void unpin(DumpId id) {
    pins.remove(get(id).id());
  }

  /** Keeps a dump from being offered; it need not be published yet. */
  public void hold(DumpId id, String why) {
    root.make();
    holds.put(id, new Hold(why, clock.instant()));
  }

  /**
   * Offers a held dump after all; a foreign one is taken for ours from now on.
   *
   * @throws RefusedException {@code dump.not-held}, {@code dump.future}
   */
  public void release(DumpId id) {
    StoredDump dump = requireHeld(id);
    if (provenance.isOfTheFuture(id)) {
      throw new RefusedException(
          ErrorCode.DUMP_FUTURE,
          "The as-of time of the dump " + id + " lies in the future",
          "Set the clock of the machine that made it, and discard it; or wait until then");
    }
    if (dump.foreign()) {
      provenance.vouchFor(id, dump.folder());
    }
    holds.remove(id);
  }

  /**
   * Takes a dump for ours that the journal does not know, as after the loss of the journal; what a
   * night held stays held.
   *
   * @throws RefusedException {@code dump.known}
   * @throws CorruptDumpException {@code dump.corrupt} where a file is not what the manifest says
   */
  public void adopt(DumpId id) {
    StoredDump dump = get(id);
    if (!dump.foreign()) {
      throw new RefusedException(
          ErrorCode.DUMP_KNOWN,
          "The dump " + id + " is one of this installation's",
          "Only a dump that the journal does not know is adopted");
    }
    Verification.verify(dump.folder(), dump.manifest());
    provenance.vouchFor(id, dump.folder());
  }

  /** Removes a held dump. */
  public void discard(DumpId id) {
    if (requireHeld(id).pinned()) {
      throw new RefusedException(
          ErrorCode.DUMP_PINNED, "The dump " + id + " is pinned", "Unpin it before you discard it");
    }
    remove(id);
  }

  private StoredDump requireHeld(DumpId id) {
    StoredDump dump = get(id);
    if (!dump.held()) {
      throw new RefusedException(
          ErrorCode.DUMP_NOT_HELD,
          "The dump " + id + " is not held",
          "Only a held dump is released or discarded; retention removes the others");
    }
    return dump;
  }

  private void requireStore() {
    if (!root.exists()) {
      throw new RefusedException(
          ErrorCode.STORE_MISSING,
          root.directory() + " is not a store",
          "Check store.directory; a night makes the store");
    }
  }
}
