package io.rehydrate.refresh;

import io.rehydrate.dump.DumpId;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.ClientPrograms;
import io.rehydrate.exec.LoadArguments;
import io.rehydrate.exec.NamedInput;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.migrate.CommitSha;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.ServerTrouble;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Progress;
import io.rehydrate.run.Run;
import io.rehydrate.run.TargetOutcome;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TargetScript;
import io.rehydrate.store.OfferedDumps;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.component.exec.ExecBinding;

/** The refresh route's bean: a method a step. */
public final class RefreshSteps {
  /** As progress names them. */
  static final String LOAD = "load";

  private static final String INDEXES = "indexes";

  private final Settings settings;
  private final Store store;
  private final Admission admission;
  private final Journal journal;
  private final Optional<GitRepository> repository;
  private final ClientPrograms programs;
  private final RunningPrograms running;
  private final TargetContents contents;
  private final Clock clock;
  private final Readiness readiness;

  public RefreshSteps(
      Settings settings,
      Store store,
      Admission admission,
      Journal journal,
      Optional<GitRepository> repository,
      ClientPrograms programs,
      RunningPrograms running,
      TargetContents contents,
      Clock clock) {
    this.settings = settings;
    this.store = store;
    this.admission = admission;
    this.journal = journal;
    this.repository = repository;
    this.programs = programs;
    this.running = running;
    this.contents = contents;
    this.clock = clock;
    this.readiness = new Readiness(settings);
  }

  /** Asks the server behind the target who it is, and looks up the dump. Nothing is written. */
  public RefreshWork admit(@Variable("run") ActiveRun run) {
    Run asked = run.run();
    journal.protections().requireOpen(asked);
    Target named = admission.target(asked.target().orElseThrow());
    run.onFailure(failure -> inWords(named, failure));
    Target target = admission.check(asked.target().orElseThrow(), asked.ref().isPresent());
    StoredDump dump =
        OfferedDumps.requireNotHeld(store.get(new DumpId(asked.dump().orElseThrow())));
    readiness
        .require(target, asked.ref().isPresent(), dump.manifest())
        .forEach(doubt -> run.log().info("warning: " + doubt));
    target.after().ifPresent(file -> script(target, file).bytes());
    run.onCancel(() -> running.endAll(run.workDirectory()));
    run.log()
        .info(
            "target "
                + target.name()
                + " at "
                + target.login().url().address()
                + ", dump "
                + dump.id());
    RunSessions sessions = new RunSessions(admission::require, settings.deadlines().refresh());
    run.onCancel(sessions::cut);
    try {
      return new RefreshWork(
          target, dump, OptionFile.write(run.workDirectory(), target.login()), sessions);
    } catch (IOException e) {
      throw noFolder(e);
    }
  }

  private static Exception inWords(Target target, Exception failure) {
    String server = "the target " + target.name() + " at " + target.login().url().address();
    return ServerTrouble.of(server, TargetOutcome.AS_IT_WAS, failure)
        .<Exception>map(trouble -> trouble)
        .orElse(failure);
  }

  private static StageFailedException noFolder(IOException e) {
    return new StageFailedException(
        ErrorCode.RUN_FOLDER,
        "The run's folder can't be written",
        "Check the rights of the state folder",
        e);
  }

  /** Turns the ref into a commit, once, and reads the migrations' names from its tree. */
  public void fetchRef(@Variable("run") ActiveRun run, @Variable("refresh") RefreshWork work) {
    Optional<String> ref = run.run().ref();
    if (ref.isEmpty()) {
      run.log().info("no ref was asked for: no migrations");
      return;
    }
    GitRepository git = repository.orElseThrow(RefPreviews::none);
    CommitSha commit = git.resolve(ref.get());
    run.resolvedRef(commit.value());
    Optional<Settings.MigrationCommand> command = settings.migrations().command();
    work.bring(
        commit, command.isPresent() ? List.of() : git.files(commit, settings.migrations().path()));
    run.log()
        .info(
            "ref "
                + ref.get()
                + " is "
                + commit
                + command
                    .map(tool -> ", migrated by " + tool.program())
                    .orElseGet(() -> " with " + Counted.of(work.migrations().size(), "migration")));
  }

  /** Makes the schemas next to the live ones. */
  public void beside(@Variable("run") ActiveRun run, @Variable("refresh") RefreshWork work) {
    run.progress().begin(LOAD, Progress.BYTES, work.bytes());
    work.keep(
        new RowKeeping(
            work,
            run,
            journal,
            settings.stateDirectory().resolve("runs").resolve(run.id().value()),
            Readiness.history(settings.flyway()),
            settings.refresh().inPlace()));
    work.keeping().orElseThrow().begin();
    work.beside(
        new StagingSchemaSetup(
                journal,
                work.sessions(),
                (target, session) -> admission.settle(target, session, run.run().actor()))
            .create(run.id(), work.target(), work.dump().manifest()));
    try (Connection session = work.sessions().open(work.target())) {
      new PacketSize(session)
          .raise(work.target(), work.dump().manifest())
          .ifPresent(run.log()::info);
      work.loadUnder(LoadingSettings.apply(session));
      if (settings.refresh().inPlace()) {
        new LiveRemoval(work, () -> contents.emptied(work.target().name(), expected(run, work)))
            .run(session, run);
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.REFRESH_LOAD,
          "The target "
              + work.target().name()
              + " refuses the settings of a session that loads ("
              + SqlErrors.describe(e)
              + ")",
          "The target is as it was; look at the server's version and log",
          e);
    }
  }

  /** Reports the following {@code exec:} how to load these files. */
  public void prepare(
      @Variable("run") ActiveRun run,
      @Variable("refresh") RefreshWork work,
      @Body LoadBatch batch,
      Exchange exchange) {
    String schema = batch.login().url().schema().orElseThrow();
    load(
        run,
        LoadArguments.into(
            work.login(), schema, proof(work, batch.login()), work.loadingSettings()),
        exchange,
        batch.open(run.log()::info, run.progress().counter(LOAD)));
  }

  /** The program's first statement fails on a server that has not this run's schemas. */
  private static String proof(RefreshWork work, ServerLogin into) {
    return RunMarker.programsProof(
        into.url().schema().orElseThrow(), work.incoming().run(), into.url().isEncrypted());
  }

  private void load(ActiveRun run, List<String> arguments, Exchange exchange, InputStream sql) {
    run.requireNotCancelled();
    exchange
        .getMessage()
        .setHeader(ExecBinding.EXEC_COMMAND_EXECUTABLE, programs.client().path().toString());
    exchange.getMessage().setHeader(ExecBinding.EXEC_COMMAND_ARGS, arguments);
    exchange
        .getMessage()
        .setHeader(ExecBinding.EXEC_COMMAND_WORKING_DIR, run.workDirectory().toString());
    exchange
        .getMessage()
        .setHeader(ExecBinding.EXEC_COMMAND_TIMEOUT, settings.deadlines().dumpFile().toMillis());
    exchange.getMessage().setBody(sql);
  }

  /** Takes foreign keys and the indexes of large tables off, as long as the tables are empty. */
  public void strip(@Variable("refresh") RefreshWork work) {
    work.defer(new EmptyTables(work.sessions()).strip(work.incoming(), work.dump().manifest()));
  }

  /** Makes one of the indexes that were left out. */
  public void index(
      @Variable("run") ActiveRun run,
      @Variable("refresh") RefreshWork work,
      @Body String statement) {
    run.progress().ensure(INDEXES, INDEXES, work.deferred().indexes().size());
    new EmptyTables(work.sessions()).run(work.incoming(), List.of(statement));
    run.progress().counter(INDEXES).accept(1);
  }

  /** Puts the foreign keys back. */
  public void tie(@Variable("refresh") RefreshWork work) {
    new EmptyTables(work.sessions()).run(work.incoming(), work.deferred().foreignKeys());
  }

  /** Compares the numbers of rows with the manifest. */
  public void count(@Variable("run") ActiveRun run, @Variable("refresh") RefreshWork work) {
    new RowCounts(work.sessions()).check(work.incoming(), work.dump().manifest());
    run.log().info("loaded " + Counted.of(work.dump().manifest().rows(), "row"));
  }

  /** Runs the ref's migrations next to the live schema. */
  public void migrate(@Variable("run") ActiveRun run, @Variable("refresh") RefreshWork work) {
    new RefMigrations(settings, repository, running).run(run, work);
  }

  /**
   * Reports the following {@code exec:} to run the target's own script, as the migration account.
   */
  public void script(
      @Variable("run") ActiveRun run, @Variable("refresh") RefreshWork work, Exchange exchange) {
    Path file = work.target().after().orElseThrow();
    String script = file.getFileName().toString();
    byte[] sql = script(work.target(), file).bytes();
    ServerLogin account = work.target().migrationLogin().orElseThrow();
    String schema = work.incoming().first().incoming();
    try {
      load(
          run,
          LoadArguments.into(
              OptionFile.write(run.workDirectory(), account),
              schema,
              proof(work, account.withUrl(account.url().withSchema(schema))),
              List.of()),
          exchange,
          NamedInput.of(script, new ByteArrayInputStream(sql)));
      run.log().info("running " + script);
    } catch (IOException e) {
      throw noFolder(e);
    }
  }

  private TargetHolds expected(ActiveRun run, RefreshWork work) {
    return new TargetHolds(
        work.dump().id().value(),
        run.run().ref().orElse(""),
        work.commit().map(CommitSha::value).orElse(""),
        run.run().actor().name(),
        run.id().value(),
        clock.instant());
  }

  private static TargetScript script(Target target, Path file) {
    return new TargetScript(file, target.name(), target.values());
  }

  /** The one statement that moves the old tables out and the new ones in. */
  public void exchange(@Variable("run") ActiveRun run, @Variable("refresh") RefreshWork work) {
    run.requireNotCancelled();
    if (work.hasScript()) {
      new Migrations(work, settings.deadlines().migration()).requireOursUntouched();
    }
    TargetHolds then = expected(run, work);
    SchemaSwap swap = new SchemaSwap(journal, work.sessions());
    work.keeping().ifPresent(rows -> swap.beforeRename(rows::putBack));
    List<String> leftOut = swap.exchange(work.incoming(), work.branch(), then);
    run.accomplished();
    contents.holds(work.target().name(), then);
    if (!leftOut.isEmpty()) {
      run.log()
          .info("left out, since what they refer to is missing: " + String.join(", ", leftOut));
    }
    swap.changedLate().forEach(what -> run.log().info("warning: kept: " + what));
    run.log().info("exchanged");
  }
}
