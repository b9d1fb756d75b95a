package io.rehydrate.night;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dump.Attachments;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.RetentionShareWarning;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.report.DumpReport;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.scan.Finding;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Makes a dump of the files that a night has written, verified and scanned. */
final class DumpPublication {
  private final Settings settings;
  private final Store store;
  private final Journal journal;

  DumpPublication(Settings settings, Store store, Journal journal) {
    this.settings = settings;
    this.store = store;
    this.journal = journal;
  }

  /**
   * Writes the report and publishes the dump; one that lost too much of its core, or in which the
   * scan found something, is held.
   *
   * @throws RefusedException {@code dump.held}
   */
  void publish(Night night) {
    List<Finding> findings = night.findings();
    DumpWork work = night.dump();
    Manifest manifest = reported(night);
    DumpChange change = new DumpChange(manifest, good(manifest), settings.plan().maxChange());
    HoldReasons doubts =
        HoldReasons.of(night.dehydrated(), settings.plan().maxCoreLoss(), findings, change.found())
            .and(work.forms().lost(), work.unloadable());
    if (doubts.any()) {
      store.hold(manifest.id(), doubts.why());
    }
    store.publish(work.staging(), manifest);
    journal.published(night.run().id(), manifest.figures());
    night.run().accomplished();
    night
        .run()
        .log()
        .info(
            "published "
                + manifest.id()
                + ": "
                + Counted.of(manifest.rows(), "row")
                + ", "
                + Counted.of(manifest.bytes(), "byte"));
    if (doubts.any()) {
      throw new RefusedException(
          ErrorCode.DUMP_HELD,
          "The dump " + manifest.id() + " is held: " + doubts.why(),
          doubts.hint());
    }
  }

  private static List<String> brokenChecks(DehydrationResult dehydrated) {
    return dehydrated.brokenChecks().any()
        ? List.of(dehydrated.brokenChecks().sentence())
        : List.of();
  }

  /** Last of all files the report, which reports all steps before. */
  private Manifest reported(Night night) {
    ActiveRun run = night.run();
    DumpWork work = night.dump();
    DehydrationResult dehydrated = night.dehydrated();
    Manifest manifest = night.manifest().with(work.proof()).with(run.durations());
    List<String> warnings =
        RetentionShareWarning.warning(manifest, settings.plan().maxKept()).stream().toList();
    Stream.concat(warnings.stream(), brokenChecks(dehydrated).stream())
        .forEach(warning -> run.log().info("warning: " + warning));
    List<String> told =
        Stream.of(
                warnings, LeftOutWords.sentences(manifest), brokenChecks(dehydrated), run.remarks())
            .flatMap(List::stream)
            .toList();
    try {
      return manifest.with(
          List.of(
              Attachments.write(
                  work.staging().folder(),
                  Attachments.REPORT,
                  DumpReport.of(manifest, night.plan(), dehydrated, night.scan().result(), told))));
    } catch (IOException e) {
      throw StoreFailure.of(e);
    }
  }

  /** What the store offers already, the newest first. */
  private List<Manifest> good(Manifest manifest) {
    return store.list().stream()
        .filter(dump -> !dump.held() && !dump.id().equals(manifest.id()))
        .map(StoredDump::manifest)
        .toList();
  }
}
