package io.rehydrate.store;

import io.rehydrate.dump.DumpFiles;
import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.ManifestFile;
import io.rehydrate.error.BusyException;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.run.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The catalogue of dumps, a folder each. A dump exists when its manifest does: publishing writes
 * that last and renames once, removing deletes it first.
 */
public final class Store {
  private final Clock clock;
  private final Disk disk;
  private final StoreRoot root;
  private final KnownStores known;
  private final Notes<Pin> pins;
  private final Notes<Hold> holds;

  public Store(Path directory, Clock clock, KnownStores known) {
    this(directory, clock, known, new Disk());
  }

  Store(Path directory, Clock clock, KnownStores known, Disk disk) {
    this.clock = clock;
    this.disk = disk;
    this.known = known;
    this.root = new StoreRoot(directory, clock, known, disk);
    this.pins =
        new Notes<>(
            root.directory().resolve("pins"),
            Pin.class,
            new Pin("somebody", "", Instant.EPOCH, Optional.empty()),
            disk);
    this.holds =
        new Notes<>(
            root.directory().resolve("held"), Hold.class, new Hold("", Instant.EPOCH), disk);
  }

  public Path directory() {
    return root.directory();
  }

  /**
   * Makes and marks the store's folder where it is new.
   *
   * @throws RefusedException {@code store.unmounted} or {@code store.foreign}
   */
  public void open() {
    root.make();
  }

  /** All dumps, the newest first, those held too. What has no sound manifest is not one. */
  public List<StoredDump> list() {
    return folders().stream()
        .flatMap(id -> read(id).stream())
        .sorted(Comparator.comparing(StoredDump::id).reversed())
        .toList();
  }

  /** Folders named like dumps whose manifest is missing or broken, the newest first. */
  public List<DumpId> broken() {
    return folders().stream().filter(id -> read(id).isEmpty()).toList();
  }

  private Optional<StoredDump> read(DumpId id) {
    try {
      return Optional.of(stored(id));
    } catch (CorruptDumpException e) {
      return Optional.empty();
    }
  }

  private StoredDump stored(DumpId id) {
    Path folder = folder(id);
    Manifest manifest = ManifestFile.read(folder, known.manifest(id));
    if (!manifest.id().equals(id)) {
      throw new CorruptDumpException(
          "dump.corrupt",
          "The folder " + id + " holds the manifest of " + manifest.id(),
          "Somebody copied or renamed a dump; give the folder its own name back");
    }
    Optional<Pin> pin = pins.of(id).filter(p -> !p.isOver(clock.instant()));
    return new StoredDump(id, folder, manifest, holds.of(id), pin);
  }

  private List<DumpId> folders() {
    if (!root.exists()) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root.directory())) {
      return entries
          .filter(entry -> DumpId.isValid(entry.getFileName().toString()))
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .map(entry -> new DumpId(entry.getFileName().toString()))
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw StoreErrors.reading(root.directory(), e);
    }
  }

  /**
   * A dump by its id.
   *
   * @throws NotFoundException {@code dump.unknown}
   * @throws CorruptDumpException where there is a folder of that name and no sound manifest in it
   */
  public StoredDump get(DumpId id) {
    if (!folders().contains(id)) {
      List<String> newest = list().stream().limit(3).map(dump -> dump.id().value()).toList();
      throw new NotFoundException(
          "dump.unknown",
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
                    "dump.none",
                    dumps.isEmpty() ? "The store holds no dump" : "Every dump is held",
                    dumps.isEmpty() ? noDumpYet() : "Look at one and release it"));
  }

  /** Certainly without: a share that does not answer proves nothing. */
  private static boolean isWithoutManifest(Path folder) {
    return Files.notExists(folder.resolve(DumpFiles.MANIFEST), LinkOption.NOFOLLOW_LINKS);
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
    root.make();
    Path published = root.directory().resolve(id.value());
    if (!isWithoutManifest(published)) {
      throw exists(id, null);
    }
    Path folder = root.directory().resolve(Staging.name(run, id));
    try {
      deleteTree(published);
      deleteTree(folder);
      disk.createFolder(folder, "rwx------");
    } catch (IOException e) {
      throw StoreErrors.writing(folder, e);
    }
    return new Staging(run, id, folder);
  }

  /**
   * Writes the manifest, then makes the dump visible in one step. Its files are on disk already.
   */
  public StoredDump publish(Staging staging, Manifest manifest) {
    if (!manifest.id().equals(staging.id())) {
      throw new IllegalArgumentException("the manifest is of " + manifest.id());
    }
    requireStore();
    Path published = root.directory().resolve(staging.id().value());
    try {
      disk.writeManifest(staging.folder(), manifest);
      disk.changeMode(staging.folder(), "rwxr-x---");
      disk.move(staging.folder(), published);
    } catch (IOException e) {
      if (Files.exists(staging.folder()) && !isWithoutManifest(published)) {
        throw exists(staging.id(), e);
      }
      throw StoreErrors.writing(published, e);
    }
    known.rememberManifest(staging.id(), ManifestFile.sha256(manifest));
    return stored(staging.id());
  }

  private static BusyException exists(DumpId id, Throwable cause) {
    return new BusyException(
        "dump.exists",
        "There is a dump " + id + " already",
        "Take another as-of time; a published dump is never changed",
        cause);
  }

  /** Throws away what a run had begun. */
  public void discardStaging(RunId run) {
    if (!root.exists()) {
      return;
    }
    try (Stream<Path> entries = Files.list(root.directory())) {
      for (Path entry : entries.filter(e -> isStagingOf(run, e)).toList()) {
        deleteTree(entry);
      }
    } catch (IOException e) {
      throw StoreErrors.writing(root.directory(), e);
    }
  }

  private static boolean isStagingOf(RunId run, Path entry) {
    String[] parts = entry.getFileName().toString().split("\\.", -1);
    return parts.length == 3
        && parts[0].isEmpty()
        && DumpId.isValid(parts[1])
        && parts[2].equals(run.value());
  }

  /** Removes a dump, its manifest first; what is gone already is no failure. */
  public void remove(DumpId id) {
    requireStore();
    Path folder = folder(id);
    try {
      if (Files.isDirectory(folder)) {
        disk.deleteFile(folder.resolve(DumpFiles.MANIFEST));
        deleteTree(folder);
      }
    } catch (IOException e) {
      throw StoreErrors.writing(folder, e);
    }
    holds.remove(id);
    pins.remove(id);
  }

  /** Removes what is left of dumps whose removal was cut short: folders without a manifest. */
  public void finishRemovals() {
    folders().stream().filter(id -> isWithoutManifest(folder(id))).forEach(this::remove);
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

  /** Offers a held dump after all. */
  public void release(DumpId id) {
    requireHeld(id);
    holds.remove(id);
  }

  /** Removes a held dump. */
  public void discard(DumpId id) {
    if (requireHeld(id).pinned()) {
      throw new RefusedException(
          "dump.pinned", "The dump " + id + " is pinned", "Unpin it before you discard it");
    }
    remove(id);
  }

  private StoredDump requireHeld(DumpId id) {
    StoredDump dump = get(id);
    if (!dump.held()) {
      throw new RefusedException(
          "dump.not-held",
          "The dump " + id + " is not held",
          "Only a held dump is released or discarded; retention removes the others");
    }
    return dump;
  }

  private void requireStore() {
    if (!root.exists()) {
      throw new RefusedException(
          "store.missing",
          root.directory() + " is not a store",
          "Check store.directory; a night makes the store");
    }
  }

  /** A dump's folder: a real one, directly in the store. */
  private Path folder(DumpId id) {
    Path folder = root.directory().resolve(id.value());
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
          && !folder.toRealPath().equals(root.directory().toRealPath().resolve(id.value()))) {
        throw new CorruptDumpException(
            "dump.corrupt",
            "The folder of the dump " + id + " is a link",
            "Remove the link; a dump's folder lies in the store itself");
      }
      return folder;
    } catch (IOException e) {
      throw StoreErrors.reading(folder, e);
    }
  }

  private void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      disk.deleteTree(folder);
    }
  }
}
