package io.rehydrate.archive;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Archive;
import io.rehydrate.store.Staging;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What routes ask about the archive, whatever its kind: which dumps it lacks, what may go there,
 * and how a dump becomes one file and a folder again.
 */
public final class DumpArchive {
  private static final Logger LOG = LoggerFactory.getLogger(DumpArchive.class);

  /** After which an upload that is not complete is not going on any more. */
  private static final Duration LONGEST_UPLOAD = Duration.ofDays(2);

  private final Archive settings;
  private final Store store;
  private final Clock clock;
  private final AtomicBoolean busy = new AtomicBoolean();

  DumpArchive(Archive settings, Store store, Clock clock) {
    this.settings = settings;
    this.store = store;
    this.clock = clock;
  }

  /** Whether this process may copy now: it is not copying already. */
  public boolean begin() {
    boolean free = busy.compareAndSet(false, true);
    if (!free) {
      LOG.info("Dumps are still being copied to the archive; what is missing follows later");
    }
    return free;
  }

  public void end() {
    busy.set(false);
  }

  /** The dumps that the archive lacks and would keep, the newest first; none that is held. */
  public List<StoredDump> missing(@Body List<ArchivedFile> archived) throws IOException {
    ArchiveRetention retention = retention(archived);
    List<StoredDump> missing = new ArrayList<>();
    for (StoredDump dump : offered()) {
      if (retention.keeps(dump.id()) && !isComplete(dump, archived)) {
        missing.add(dump);
      }
    }
    return missing;
  }

  private List<StoredDump> offered() {
    return store.list().stream().filter(dump -> !dump.held()).toList();
  }

  private static boolean isComplete(StoredDump dump, Collection<ArchivedFile> archived)
      throws IOException {
    String name = ArchivedFile.nameOf(dump.id());
    try (DumpTar tar = DumpTar.of(dump)) {
      return archived.stream().anyMatch(f -> f.name().equals(name) && f.bytes() == tar.length());
    }
  }

  /**
   * Makes one file of a dump, which the next step reads piece by piece.
   *
   * @throws io.rehydrate.error.CorruptDumpException {@code dump.corrupt}: nobody needs a copy of it
   */
  public void pack(@Body StoredDump dump, Exchange exchange) throws IOException {
    Verification.verify(dump.folder(), dump.manifest());
    DumpTar tar = DumpTar.of(dump);
    LOG.info("Copying the dump {} to the archive ({} bytes)", dump.id(), tar.length());
    exchange.getMessage().setHeader(Exchange.FILE_NAME, ArchivedFile.nameOf(dump.id()));
    exchange.getMessage().setHeader(AWS2S3Constants.CONTENT_LENGTH, tar.length());
    exchange.getMessage().setBody(tar);
  }

  /**
   * @throws StageFailedException {@code archive.failed} where a dump did not arrive whole
   */
  public void requireComplete(@Body List<ArchivedFile> archived) throws IOException {
    List<StoredDump> missing = missing(archived);
    if (!missing.isEmpty()) {
      throw new StageFailedException(
          ErrorCode.ARCHIVE_FAILED,
          "The archive has no file, or one of another size, of the dumps " + ids(missing),
          "Look at the archive's space and rights; the next night tries again");
    }
  }

  /** The dumps that are too old, and uploads that were cut short. */
  public List<ArchivedFile> expired(@Body List<ArchivedFile> archived) {
    ArchiveRetention retention = retention(archived);
    return archived.stream()
        .filter(
            file -> file.dump().map(id -> !retention.keeps(id)).orElse(false) || isCutShort(file))
        .toList();
  }

  private boolean isCutShort(ArchivedFile file) {
    return file.isUnfinished() && file.modifiedAt().isBefore(clock.instant().minus(LONGEST_UPLOAD));
  }

  private ArchiveRetention retention(List<ArchivedFile> archived) {
    List<StoredDump> offered = offered();
    Set<DumpId> all = new HashSet<>();
    offered.forEach(dump -> all.add(dump.id()));
    archived.forEach(file -> file.dump().ifPresent(all::add));
    Set<DumpId> pinned =
        store.list().stream()
            .filter(StoredDump::pinned)
            .map(StoredDump::id)
            .collect(Collectors.toSet());
    return ArchiveRetention.of(settings.keepWithin(), all, pinned, clock.instant());
  }

  /**
   * What is to come back: dumps that the store lacks, the newest first.
   *
   * @param wanted empty: all
   * @throws NotFoundException {@code dump.unknown}
   */
  public List<ArchivedFile> wanted(
      @Variable("wanted") List<DumpId> wanted, @Body List<ArchivedFile> archived) {
    Set<DumpId> there = new HashSet<>();
    archived.forEach(file -> file.dump().ifPresent(there::add));
    wanted.stream()
        .filter(id -> !there.contains(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw new NotFoundException(
                  ErrorCode.DUMP_UNKNOWN,
                  "The archive has no dump " + id,
                  "'archive' lists those that it has");
            });
    Set<DumpId> stored = store.list().stream().map(StoredDump::id).collect(Collectors.toSet());
    return archived.stream()
        .filter(f -> f.dump().filter(id -> wanted.isEmpty() || wanted.contains(id)).isPresent())
        .filter(f -> !stored.contains(f.dump().orElseThrow()))
        .sorted(Comparator.comparing(ArchivedFile::name).reversed())
        .toList();
  }

  /**
   * Makes a dump of the store out of a file of the archive, which is not trusted: a dump that the
   * journal does not know is held, and one that is not what was published is refused.
   *
   * @throws io.rehydrate.error.CorruptDumpException {@code dump.corrupt}, {@code dump.incomplete}
   */
  public void unpack(@Variable("archivedFile") ArchivedFile file, Exchange exchange)
      throws Exception {
    DumpId id = file.dump().orElseThrow();
    RunId run = new RunId(id.value().toLowerCase(Locale.ROOT).replace("z", "-fetch"));
    Staging staging = store.stage(run, id);
    try (InputStream in = exchange.getMessage().getMandatoryBody(InputStream.class)) {
      new DumpUnpacking(staging, store.publishedManifest(id)).unpack(in);
      StoredDump stored = store.restore(staging);
      LOG.info("The dump {} is back{}", id, stored.held() ? ", and held" : "");
    } finally {
      store.discardStaging(run);
    }
  }

  /** Why copying failed, in a sentence for people who wait for news. */
  public String failure(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    StageFailedException known = ArchiveFailure.of(failure);
    LOG.warn("{}", known.getMessage(), LOG.isDebugEnabled() ? failure : null);
    return known.getMessage() + " [" + known.code() + "]";
  }

  private static String ids(List<StoredDump> dumps) {
    return dumps.stream().map(dump -> dump.id().value()).collect(Collectors.joining(", "));
  }
}
