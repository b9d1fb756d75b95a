package io.rehydrate.night;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dump.Attachments;
import io.rehydrate.dump.DumpFiles;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.RestoreScript;
import io.rehydrate.dump.RetentionShareWarning;
import io.rehydrate.dump.SchemaShape;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.ClientPrograms;
import io.rehydrate.exec.DumpArguments;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.exec.StreamedResult;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.report.DumpReport;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Progress;
import io.rehydrate.scan.DumpScan;
import io.rehydrate.scan.Finding;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.Table;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ScratchSchema;
import io.rehydrate.store.Staging;
import io.rehydrate.store.StagingReleaser;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.component.exec.ExecBinding;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The dump route's bean: which files there are, how each is written, and what makes a dump of them.
 */
public final class NightDump {
  /** As progress names it. */
  private static final String WORK = "dump";

  private final Settings settings;
  private final Store store;
  private final Journal journal;
  private final ClientPrograms programs;
  private final RunningPrograms running;
  private final ManifestWriter manifests;
  private final ScratchSchema schemas;
  private final HistoryTables histories;

  public NightDump(
      Settings settings,
      Store store,
      Journal journal,
      ClientPrograms programs,
      RunningPrograms running,
      ManifestWriter manifests,
      ScratchSchema schemas) {
    this.settings = settings;
    this.store = store;
    this.journal = journal;
    this.programs = programs;
    this.running = running;
    this.manifests = manifests;
    this.schemas = schemas;
    this.histories = new HistoryTables(settings.flyway());
  }

  /**
   * Makes the hidden folder and decides on the files.
   *
   * @throws RefusedException {@code store.unmounted}
   */
  public DumpWork begin(
      @Variable("run") ActiveRun run,
      @Variable("scratch") Scratch scratch,
      @Variable("dehydrated") DehydrationResult dehydrated) {
    journal.add(run.id(), StagingReleaser.KIND, Nights.dumpOf(run).value(), "");
    Staging staging = store.stage(run.id(), Nights.dumpOf(run));
    run.onCancel(() -> running.endAll(run.workDirectory()));
    try (Connection session = scratch.open()) {
      JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(session, true));
      List<DumpFile> files =
          DumpLayout.files(scratch.catalog(), dehydrated.rows(), table -> bounds(client, table));
      for (Schema schema : scratch.catalog().schemas()) {
        Files.createDirectories(
            staging.folder().resolve(DumpFiles.folder(schema.name())).resolve("rows"));
      }
      run.progress().begin(WORK, Progress.ROWS, files.stream().mapToLong(DumpFile::weight).sum());
      return new DumpWork(
          staging,
          OptionFile.write(run.workDirectory(), scratch.login()),
          new DumpForms(run, scratch, schemas, journal),
          files);
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.DUMP_FAILED,
          "Preparing the dump failed: " + SqlErrors.describe(e),
          "Look at the scratch server",
          e);
    } catch (IOException e) {
      throw StoreFailure.of(e);
    }
  }

  private static Optional<DumpLayout.Bounds> bounds(JdbcClient client, Table table) {
    String key = Sql.name(table.primaryKey().get(0));
    return client
        .sql(
            "SELECT MIN("
                + key
                + "), MAX("
                + key
                + ") FROM "
                + table.name().quoted()
                + " HAVING MAX("
                + key
                + ") < 9223372036854775807")
        .query((row, n) -> new DumpLayout.Bounds(row.getLong(1), row.getLong(2)))
        .optional();
  }

  /** Reports the following {@code exec:} how to write this file: program, arguments, where to. */
  public void prepare(
      @Variable("run") ActiveRun run,
      @Variable("dump") DumpWork work,
      @Variable("scratch") Scratch scratch,
      @Variable("file") DumpFile file,
      Exchange exchange) {
    ClientPrograms.Program program = programs.dump();
    DumpArguments arguments = new DumpArguments(work.login(), program.version());
    List<String> line =
        file.table()
            .map(
                table -> {
                  DumpForms.Form form = work.forms().of(table);
                  return arguments.rows(
                      form.from().schema(),
                      form.from().table(),
                      form.condition(file, scratch.proof(table.schema())));
                })
            .orElseGet(() -> arguments.definitions(file.schema(), left(scratch, file.schema())));
    exchange.getMessage().setHeader(ExecBinding.EXEC_COMMAND_EXECUTABLE, program.path().toString());
    exchange.getMessage().setHeader(ExecBinding.EXEC_COMMAND_ARGS, line);
    exchange
        .getMessage()
        .setHeader(ExecBinding.EXEC_COMMAND_WORKING_DIR, run.workDirectory().toString());
    exchange
        .getMessage()
        .setHeader(ExecBinding.EXEC_COMMAND_OUT_FILE, path(work, file.name()).toString());
    exchange
        .getMessage()
        .setHeader(ExecBinding.EXEC_COMMAND_TIMEOUT, settings.deadlines().dumpFile().toMillis());
    exchange.getMessage().setBody(null);
  }

  /** What the store offers already, the newest first. */
  private List<Manifest> good(Manifest manifest) {
    return store.list().stream()
        .filter(dump -> !dump.held() && !dump.id().equals(manifest.id()))
        .map(StoredDump::manifest)
        .toList();
  }

  /** Views come after the rows; the mark of the scratch stays there. */
  private static List<String> left(Scratch scratch, String schema) {
    return Stream.concat(
            Stream.of(CatalogReader.SCRATCH_MARKER),
            scratch.catalog().schemas().stream()
                .filter(s -> s.name().equals(schema))
                .flatMap(s -> s.objects(StoredObject.Kind.VIEW).stream())
                .map(StoredObject::name))
        .toList();
  }

  private static Path path(DumpWork work, String name) {
    return work.staging().folder().resolve(name);
  }

  /** Notes a file that the dump program has written to its end, and adds what it can't write. */
  public void written(
      @Variable("run") ActiveRun run,
      @Variable("dump") DumpWork work,
      @Variable("file") DumpFile file,
      @Body StreamedResult result) {
    Manifest.FileEntry entry =
        new Manifest.FileEntry(
            file.name(), result.bytes(), result.sha256(), result.unpackedBytes());
    if (file.table().isPresent()) {
      work.measured(file.table().get(), result.longestStatement());
      entry = work.forms().complete(work, file, entry);
    }
    work.written(entry);
    run.progress().counter(WORK).accept(file.weight());
    run.log().info("dumped " + file + " (" + result.bytes() + " bytes)");
  }

  /**
   * Adds what no dump program writes in the right order: routines, views, triggers, events. Views
   * are tried first; what can't be made is left out, and told.
   *
   * @throws StageFailedException {@code dump.failed}
   */
  public void complete(
      @Variable("run") ActiveRun run,
      @Variable("dump") DumpWork work,
      @Variable("scratch") Scratch scratch) {
    try {
      new DumpCompletion(run, scratch, schemas, journal).complete(work);
      work.login().close();
    } catch (IOException e) {
      throw StoreFailure.of(e);
    }
  }

  /**
   * Adds the plan, the schema's shape and the migrations that had run; then reads every file again
   * and compares it with what was written.
   */
  public Manifest verify(
      @Variable("run") ActiveRun run,
      @Variable("dump") DumpWork work,
      @Variable("scratch") Scratch scratch,
      @Variable("plan") ResolvedPlan plan,
      @Variable("dehydrated") DehydrationResult dehydrated) {
    Path folder = work.staging().folder();
    Manifest bare = manifests.manifest(run, work, scratch, plan, dehydrated);
    try {
      Manifest manifest =
          bare.with(
              List.of(
                  Attachments.write(folder, Attachments.PLAN, plan.text()),
                  Attachments.write(folder, SchemaShape.of(plan.catalog())),
                  Attachments.write(folder, histories.read(scratch, run.log()::info))));
      Verification.verify(folder, manifest);
      RestoreScript.write(folder, manifest);
      return manifest;
    } catch (IOException e) {
      throw StoreFailure.of(e);
    }
  }

  /**
   * Writes the report and publishes the dump; one that lost too much of its core, or in which the
   * read-back found something, is held.
   *
   * @param findings of the read-back; without one nothing is published
   * @throws RefusedException {@code dump.held}
   * @throws StageFailedException {@code dump.unread}
   */
  public void publish(
      @Variable("run") ActiveRun run,
      @Variable("dump") DumpWork work,
      @Variable("manifest") Manifest verified,
      @Variable("plan") ResolvedPlan plan,
      @Variable("dehydrated") DehydrationResult dehydrated,
      @Variable("readBack") DumpScan scan,
      @Variable("findings") List<Finding> findings) {
    if (findings == null || scan == null) {
      throw new StageFailedException(
          ErrorCode.DUMP_UNREAD,
          "The dump was not looked through, so it is not published",
          "Let the night go through direct:read-back before direct:publish");
    }
    Manifest manifest = reported(run, work, verified.with(work.proof()), plan, dehydrated, scan);
    DumpChange change = new DumpChange(manifest, good(manifest), settings.plan().maxChange());
    HoldReasons doubts =
        HoldReasons.of(dehydrated, settings.plan().maxCoreLoss(), findings, change.found())
            .and(work.forms().lost(), work.unloadable());
    if (doubts.any()) {
      store.hold(manifest.id(), doubts.why());
    }
    store.publish(work.staging(), manifest);
    journal.published(run.id(), manifest.figures());
    run.accomplished();
    run.log()
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
  private Manifest reported(
      ActiveRun run,
      DumpWork work,
      Manifest verified,
      ResolvedPlan plan,
      DehydrationResult dehydrated,
      DumpScan scan) {
    Manifest manifest = verified.with(run.durations());
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
                  DumpReport.of(manifest, plan, dehydrated, scan.result(), told))));
    } catch (IOException e) {
      throw StoreFailure.of(e);
    }
  }
}
