package io.rehydrate.store;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.ManifestFile;
import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.run.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The hidden folders in which runs put dumps together, until each gets its name. */
final class StagingFolders {
  private final StoreRoot root;
  private final DumpFolders folders;
  private final Disk disk;
  private final KnownStores known;

  StagingFolders(StoreRoot root, DumpFolders folders, Disk disk, KnownStores known) {
    this.root = root;
    this.folders = folders;
    this.disk = disk;
    this.known = known;
  }

  /**
   * Makes one; what the same run had begun before is thrown away.
   *
   * @throws BusyException {@code dump.exists}
   */
  Staging make(RunId run, DumpId id) {
    Path published = root.make().resolve(id.value());
    if (!DumpFolders.isWithoutManifest(published)) {
      throw exists(id, null);
    }
    Path folder = root.directory().resolve(Staging.name(run, id));
    try {
      folders.deleteTree(published);
      folders.deleteTree(folder);
      disk.createFolder(folder);
    } catch (IOException e) {
      throw StoreErrors.writing(folder, e);
    }
    return new Staging(run, id, folder);
  }

  /**
   * Writes the manifest, then makes the dump visible in one step.
   *
   * @throws BusyException {@code dump.exists}
   */
  void publish(Staging staging, Manifest manifest) {
    if (!manifest.id().equals(staging.id())) {
      throw new IllegalArgumentException("the manifest is of " + manifest.id());
    }
    Path published = root.directory().resolve(staging.id().value());
    Optional<String> before = known.manifest(staging.id());
    try {
      disk.writeManifest(staging.folder(), manifest);
      disk.publish(staging.folder(), StoreModes.of(root.directory()));
      // before it is visible: a dump that the journal does not know is a stranger's
      known.rememberManifest(staging.id(), ManifestFile.sha256(manifest));
      disk.move(staging.folder(), published);
    } catch (IOException e) {
      before.ifPresent(sha256 -> known.rememberManifest(staging.id(), sha256));
      if (Files.exists(staging.folder()) && !DumpFolders.isWithoutManifest(published)) {
        throw exists(staging.id(), e);
      }
      throw StoreErrors.writing(published, e);
    }
  }

  /**
   * Makes a dump visible that has its manifest already.
   *
   * @throws BusyException {@code dump.exists}
   */
  void move(Staging staging) {
    Path published = root.directory().resolve(staging.id().value());
    if (!DumpFolders.isWithoutManifest(published)) {
      throw exists(staging.id(), null);
    }
    try {
      disk.publish(staging.folder(), StoreModes.of(root.directory()));
      disk.move(staging.folder(), published);
    } catch (IOException e) {
      throw StoreErrors.writing(published, e);
    }
  }

  private static BusyException exists(DumpId id, Throwable cause) {
    return new BusyException(
        ErrorCode.DUMP_EXISTS,
        "There is a dump " + id + " already",
        "Take another as-of time; a published dump is never changed",
        cause);
  }

  /** Throws away what a run had begun. */
  void discard(RunId run) {
    if (!root.exists()) {
      return;
    }
    try (Stream<Path> entries = Files.list(root.directory())) {
      for (Path entry : entries.filter(e -> isOf(run, e)).toList()) {
        folders.deleteTree(entry);
      }
    } catch (IOException e) {
      throw StoreErrors.writing(root.directory(), e);
    }
  }

  private static boolean isOf(RunId run, Path entry) {
    String[] parts = entry.getFileName().toString().split("\\.", -1);
    return parts.length == 3
        && parts[0].isEmpty()
        && DumpId.isValid(parts[1])
        && parts[2].equals(run.value());
  }
}
