package io.rehydrate.night;

import static io.rehydrate.night.NightPart.DEHYDRATED;
import static io.rehydrate.night.NightPart.DUMP;
import static io.rehydrate.night.NightPart.FINDINGS;
import static io.rehydrate.night.NightPart.MANIFEST;
import static io.rehydrate.night.NightPart.PLAN;
import static io.rehydrate.night.NightPart.SCAN;
import static io.rehydrate.night.NightPart.SCRATCH;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dump.Attachments;
import io.rehydrate.dump.DumpFiles;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.RestoreScript;
import io.rehydrate.dump.SchemaShape;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.ClientPrograms;
import io.rehydrate.exec.DumpArguments;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.exec.StreamedFile;
import io.rehydrate.exec.StreamedResult;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Progress;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ScratchSchema;
import io.rehydrate.store.Staging;
import io.rehydrate.store.StagingReleaser;
import io.rehydrate.store.Store;
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
import org.apache.camel.Message;
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
  private final DumpPublication publication;

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
    this.publication = new DumpPublication(settings, store, journal);
  }

  /**
   * Makes the hidden folder and decides on the files.
   *
   * @throws RefusedException {@code store.unmounted}
   */
  @NightStep(
      needs = {SCRATCH, DEHYDRATED},
      gives = DUMP)
  public DumpWork begin(Exchange exchange) {
    Night night = Night.of(exchange);
    return night.give(exchange, DUMP, begin(night.run(), night.scratch(), night.dehydrated()));
  }

  private DumpWork begin(ActiveRun run, Scratch scratch, DehydrationResult dehydrated) {
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
      DumpForms forms = new DumpForms(run, scratch, schemas, journal);
      return new DumpWork(
          staging,
          OptionFile.write(run.workDirectory(), scratch.login()),
          forms,
          DumpPart.of(files, table -> forms.of(table).isTableItself(table)));
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

  /** Reports the following {@code exec:} how to write this part: program, arguments, where to. */
  @NightStep(needs = {DUMP, SCRATCH})
  public void prepare(@Body DumpUnit unit, Exchange exchange) {
    DumpPart part = unit.part();
    Night night = Night.of(exchange);
    DumpWork work = night.dump();
    Path out = work.path(part);
    if (!part.isOneFile()) {
      try {
        Files.createDirectory(out);
      } catch (IOException e) {
        throw StoreFailure.of(e);
      }
    }
    ClientPrograms.Program program = programs.dump();
    DumpArguments arguments = new DumpArguments(work.login(), program.version());
    Message message = exchange.getMessage();
    message.setHeader(ExecBinding.EXEC_COMMAND_EXECUTABLE, program.path().toString());
    message.setHeader(
        ExecBinding.EXEC_COMMAND_ARGS, arguments(arguments, part, work, night.scratch()));
    message.setHeader(ExecBinding.EXEC_COMMAND_WORKING_DIR, night.run().workDirectory().toString());
    message.setHeader(ExecBinding.EXEC_COMMAND_OUT_FILE, out.toString());
    message.setHeader(ExecBinding.EXEC_COMMAND_TIMEOUT, settings.deadlines().dumpFile().toMillis());
    message.setBody(null);
  }

  private static List<String> arguments(
      DumpArguments arguments, DumpPart part, DumpWork work, Scratch scratch) {
    DumpFile first = part.files().get(0);
    if (first.table().isEmpty()) {
      return arguments.definitions(first.schema(), left(scratch, first.schema()));
    }
    TableName table = first.table().get();
    DumpForms.Form form = work.forms().of(table);
    return arguments.rows(
        form.from().schema(),
        part.isOneFile() ? List.of(form.from().table()) : part.tables(),
        form.condition(first, scratch.proof(table.schema())));
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

  /**
   * Notes the files that the dump program has written to their end, and adds what it can't write.
   *
   * @throws CorruptDumpException {@code dump.incomplete}: it wrote other tables than it was asked
   *     for
   */
  @NightStep(needs = DUMP)
  public void written(@Body StreamedResult result, Exchange exchange) {
    Night night = Night.of(exchange);
    DumpWork work = night.dump();
    Path out = result.getCommand().getOutFile().toPath();
    DumpPart part = work.part(out);
    List<StreamedFile> files = result.files();
    if (!part.isOneFile()) {
      part.requireWritten(files);
      move(work, part, files, out);
    }
    for (int i = 0; i < files.size(); i++) {
      written(night, part.files().get(i), files.get(i));
    }
  }

  private static void move(DumpWork work, DumpPart part, List<StreamedFile> files, Path folder) {
    try {
      for (int i = 0; i < files.size(); i++) {
        Files.move(files.get(i).path(), work.path(part.files().get(i)));
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw StoreFailure.of(e);
    }
  }

  private static void written(Night night, DumpFile file, StreamedFile written) {
    DumpWork work = night.dump();
    Manifest.FileEntry entry =
        new Manifest.FileEntry(
            file.name(), written.bytes(), written.sha256(), written.unpackedBytes());
    if (file.table().isPresent()) {
      work.measured(file.table().get(), written.longestStatement());
      entry = work.forms().complete(work, file, entry);
    }
    work.written(entry);
    night.run().progress().counter(WORK).accept(file.weight());
    night.run().log().info("dumped " + file + " (" + written.bytes() + " bytes)");
  }

  /**
   * Adds what no dump program writes in the right order: routines, views, triggers, events. Views
   * are tried first; what can't be made is left out, and told.
   *
   * @throws StageFailedException {@code dump.failed}
   */
  @NightStep(needs = {DUMP, SCRATCH})
  public void complete(Exchange exchange) {
    Night night = Night.of(exchange);
    DumpWork work = night.dump();
    try {
      new DumpCompletion(night.run(), night.scratch(), schemas, journal).complete(work);
      work.login().close();
    } catch (IOException e) {
      throw StoreFailure.of(e);
    }
  }

  /**
   * Adds the plan, the schema's shape and the migrations that had run; then reads every file again
   * and compares it with what was written.
   */
  @NightStep(
      needs = {DUMP, SCRATCH, PLAN, DEHYDRATED},
      gives = MANIFEST)
  public Manifest verify(Exchange exchange) {
    Night night = Night.of(exchange);
    return night.give(exchange, MANIFEST, verified(night));
  }

  private Manifest verified(Night night) {
    ResolvedPlan plan = night.plan();
    Scratch scratch = night.scratch();
    Path folder = night.dump().staging().folder();
    Manifest bare =
        manifests.manifest(night.run(), night.dump(), scratch, plan, night.dehydrated());
    try {
      Manifest manifest =
          bare.with(
              List.of(
                  Attachments.write(folder, Attachments.PLAN, plan.text()),
                  Attachments.write(folder, SchemaShape.of(plan.catalog())),
                  Attachments.write(folder, histories.read(scratch, night.run().log()::info))));
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
   * @throws RefusedException {@code dump.held}
   * @throws StageFailedException {@code night.step-missing}: the dump was not scanned
   */
  @NightStep(needs = {DUMP, MANIFEST, PLAN, DEHYDRATED, SCAN, FINDINGS})
  public void publish(Exchange exchange) {
    publication.publish(Night.of(exchange));
  }
}
