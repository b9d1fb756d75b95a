package io.rehydrate.store;

import io.rehydrate.dump.DumpFiles;
import io.rehydrate.dump.DumpId;
import io.rehydrate.settings.Settings;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Says which dumps are old enough to go, to a route that walks over the store's manifests. Counted
 * from the newest good dump and not from the clock: a store that gets no new dumps loses none.
 */
public final class Retention implements GenericFileFilter<File> {
  private final Store store;
  private final Settings.Store settings;
  private final Predicate<DumpId> inUse;

  /**
   * @param inUse whether a run reads this dump right now
   */
  public Retention(Store store, Settings.Store settings, Predicate<DumpId> inUse) {
    this.store = store;
    this.settings = settings;
    this.inUse = inUse;
  }

  /** Asked for folders too, which the route has to walk through. */
  @Override
  public boolean accept(GenericFile<File> file) {
    if (file.isDirectory()) {
      return true;
    }
    Path path = Path.of(file.getAbsoluteFilePath()).normalize();
    Path folder = path.getParent();
    return path.endsWith(DumpFiles.MANIFEST)
        && store.directory().equals(folder.getParent())
        && isRemovable(folder);
  }

  private boolean isRemovable(Path folder) {
    String name = String.valueOf(folder.getFileName());
    return DumpId.isValid(name) && removable().contains(new DumpId(name));
  }

  /** The dumps that may go now, the newest first. */
  public List<DumpId> removable() {
    List<StoredDump> good = store.list().stream().filter(dump -> !dump.held()).toList();
    if (good.isEmpty()) {
      return List.of();
    }
    Instant kept =
        good.get(0).id().asOf().atZone(ZoneOffset.UTC).minus(settings.keepWithin()).toInstant();
    return good.stream()
        .skip(Math.max(1, settings.keepLast()))
        .filter(dump -> dump.id().asOf().isBefore(kept))
        .filter(dump -> !dump.pinned())
        .map(StoredDump::id)
        .filter(inUse.negate())
        .toList();
  }

  /**
   * Removes the dump whose manifest the route has met, where it may still go.
   *
   * @param parent the folder of the manifest; only its last name counts
   */
  public void remove(@Header(Exchange.FILE_PARENT) String parent) {
    Path folder = Path.of(parent);
    if (isRemovable(folder)) {
      store.remove(new DumpId(folder.getFileName().toString()));
    }
  }
}
