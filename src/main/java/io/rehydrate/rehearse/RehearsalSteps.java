package io.rehydrate.rehearse;

import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.migrate.Ref;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.night.Night;
import io.rehydrate.night.NightPart;
import io.rehydrate.night.NightStep;
import io.rehydrate.night.Nights;
import io.rehydrate.night.TrialSchemas;
import io.rehydrate.refresh.RefreshWork;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.KnownFailure;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ScratchSchema;
import io.rehydrate.source.ScratchServer;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/** The rehearsal routes' bean: a method a step. */
public final class RehearsalSteps {
  /** A letter for the schemas' names. */
  private static final String KIND = "r";

  /** What a night needs after them, before its own deadline. */
  private static final Duration FOR_THE_END = Duration.ofMinutes(10);

  private static final long LEAST_MILLIS = 1000;
  private static final int MOST_SKIPPED = 200;

  private final Settings settings;
  private final Store store;
  private final Rehearsals rehearsals;
  private final ResourceBook book;
  private final Optional<GitRepository> repository;
  private final RehearsalSchemas schemas;
  private final String installation;
  private final Clock clock;

  /**
   * @param installation the id that marks what this installation makes
   */
  public RehearsalSteps(
      Settings settings,
      Store store,
      ResourceBook book,
      Optional<GitRepository> repository,
      RunningPrograms programs,
      String installation,
      Clock clock) {
    this.settings = settings;
    this.store = store;
    this.rehearsals = new Rehearsals(store);
    this.book = book;
    this.repository = repository;
    this.schemas = new RehearsalSchemas(settings, book, programs, clock);
    this.installation = installation;
    this.clock = clock;
  }

  /** Whether a night rehearses anything. */
  public boolean isWanted() {
    return !settings.migrations().rehearse().refs().isEmpty();
  }

  /** The refs of the settings, on the scratch of a night that has published its dump. */
  @NightStep(needs = NightPart.SCRATCH)
  public RehearsalWork ofNight(Exchange exchange) {
    ActiveRun run = Night.of(exchange).run();
    Scratch scratch = Night.of(exchange).scratch();
    Settings.Rehearse limit = settings.migrations().rehearse();
    StoredDump dump = store.get(Nights.dumpOf(run));
    List<Ref> chosen =
        new RefPatterns(limit.refs())
            .choose(git().refs()).stream()
                .filter(ref -> rehearsals.known(dump.id(), ref).isEmpty())
                .toList();
    List<Ref> refs = chosen.stream().limit(limit.most()).toList();
    Instant end = clock.instant().plus(limit.longest());
    Instant ofNight =
        run.run().startedAt().orElse(end).plus(settings.deadlines().night()).minus(FOR_THE_END);
    run.log().info(refs.size() + " of " + chosen.size() + " refs are rehearsed");
    RehearsalWork work =
        work(run, dump, refs, ScratchServer.of(scratch), end.isBefore(ofNight) ? end : ofNight);
    chosen.stream()
        .skip(limit.most())
        .limit(MOST_SKIPPED)
        .forEach(ref -> keep(run, work, notRun(run, work, ref, tooMany(limit.most()))));
    return work;
  }

  /** The ref of a run, on the scratch server of the settings. */
  public RehearsalWork ofRun(@Variable("run") ActiveRun run) {
    StoredDump dump = store.get(new DumpId(run.run().dump().orElseThrow()));
    Ref ref = git().find(run.run().ref().orElseThrow());
    run.resolvedRef(ref.sha().value());
    run.addNotification("The commit " + ref.sha().brief() + " is by " + ref.author());
    return work(
        run,
        dump,
        List.of(ref),
        ScratchServer.idle(settings, installation),
        clock.instant().plus(settings.migrations().rehearse().longest()));
  }

  private RehearsalWork work(
      ActiveRun run, StoredDump dump, List<Ref> refs, ScratchServer scratch, Instant end) {
    List<TrialSchemas.Form> forms =
        dump.manifest().schemas().entrySet().stream()
            .map(
                e ->
                    new TrialSchemas.Form(
                        e.getKey(), e.getValue().characterSet(), e.getValue().collation()))
            .toList();
    return new RehearsalWork(
        dump,
        refs,
        scratch,
        new TrialSchemas(run.id(), forms, new ScratchSchema(installation), book, KIND),
        end);
  }

  private GitRepository git() {
    return repository.orElseThrow(RehearsalRequests::noRepository);
  }

  /**
   * Reads a ref's migrations.
   *
   * @throws StageFailedException {@code rehearsal.limit}
   * @throws InvalidException {@code rehearsal.command}
   */
  public void begin(
      @Variable("run") ActiveRun run, @Variable("rehearsal") RehearsalWork work, @Body Ref ref) {
    run.requireNotCancelled();
    if (work.obstacle().isPresent()) {
      throw work.obstacle().get();
    }
    if (work.isOver() || work.left(clock).toMillis() < LEAST_MILLIS) {
      throw overtime();
    }
    run.log().info("rehearsing the " + Rehearsals.kind(ref) + " " + ref.name());
    if (settings.migrations().command().isPresent()) {
      throw new InvalidException(
          ErrorCode.REHEARSAL_COMMAND,
          "A program runs the migrations (migrations.command), so their statements are not seen",
          "Rehearse where Flyway runs them");
    }
    work.bring(git().files(ref.sha(), settings.migrations().path()));
  }

  /** Whether the dump has to be loaded: no schema has it as it is. */
  public boolean needsLoad(@Variable("rehearsal") RehearsalWork work) {
    return work.loaded().isEmpty();
  }

  /** Makes empty schemas, and an account with rights on them alone. */
  public RefreshWork load(
      @Variable("run") ActiveRun run, @Variable("rehearsal") RehearsalWork work) {
    return schemas.load(run, work);
  }

  /** Runs the ref's pending migrations in what was loaded, and keeps the result. */
  public void rehearse(
      @Variable("run") ActiveRun run, @Variable("rehearsal") RehearsalWork work, @Body Ref ref) {
    work.hasLoaded(clock);
    RefRehearsal rehearsal = new RefRehearsal(settings, run, work, ref, clock);
    Rehearsal result = rehearsal.run();
    if (rehearsal.isSchemaChanged()) {
      schemas.unload(run, work);
    }
    keep(run, work, result);
  }

  private void keep(ActiveRun run, RehearsalWork work, Rehearsal result) {
    rehearsals.keep(result);
    work.add(result);
    run.log().info("rehearsed: " + result.text());
  }

  /**
   * Keeps why a ref could not be rehearsed.
   *
   * @throws StageFailedException where the run was ended meanwhile
   */
  public void failed(
      @Variable("run") ActiveRun run,
      @Variable("rehearsal") RehearsalWork work,
      @Body Ref ref,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
    run.requireNotCancelled();
    schemas.unload(run, work);
    RehydrateException why = work.isOver() ? overtime() : known(cause);
    work.fails(why);
    keep(run, work, notRun(run, work, ref, why));
  }

  private static RehydrateException known(Exception cause) {
    return KnownFailure.of(cause)
        .orElseGet(
            () ->
                new StageFailedException(
                    ErrorCode.REHEARSAL_LOAD,
                    "The dump can't be loaded: " + SqlErrors.describeAny(cause),
                    "Look at the scratch server",
                    cause));
  }

  private Rehearsal notRun(ActiveRun run, RehearsalWork work, Ref ref, RehydrateException why) {
    return RefRehearsal.notRun(run, work, ref, why, clock);
  }

  private static StageFailedException overtime() {
    return new StageFailedException(
        ErrorCode.REHEARSAL_LIMIT,
        "The time for rehearsals was over",
        "Raise migrations.rehearse-limit, or choose fewer refs");
  }

  private static StageFailedException tooMany(int most) {
    return new StageFailedException(
        ErrorCode.REHEARSAL_LIMIT,
        "More than " + most + " refs match migrations.rehearse, and newer ones came first",
        "Raise migrations.rehearse-limit, or choose fewer refs");
  }

  /** A night has done its work: it does not fail because nothing could be rehearsed. */
  public void skipped(
      @Variable("run") ActiveRun run,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
    RehydrateException why = known(cause);
    run.log().error("not rehearsed: " + why.getMessage() + " [" + why.code() + "] " + why.hint());
  }

  /** Removes all that was made for the rehearsals; what is left is removed with the run. */
  public void end(@Variable("run") ActiveRun run, @Variable("rehearsal") RehearsalWork work) {
    schemas.end(run, work);
  }

  /**
   * Ends the run of one ref.
   *
   * @throws MigrationFailedException where its migrations failed
   * @throws RehydrateException where they could not be run
   */
  public void conclude(@Variable("run") ActiveRun run, @Variable("rehearsal") RehearsalWork work) {
    if (work.failure().isPresent()) {
      throw work.failure().get();
    }
    run.accomplished();
  }
}
