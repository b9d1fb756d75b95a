package io.rehydrate.daemon;

import io.rehydrate.audit.Audit;
import io.rehydrate.clone.CloneParts;
import io.rehydrate.clone.CloneSweep;
import io.rehydrate.exec.ClientPrograms;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.exec.StreamingExecutor;
import io.rehydrate.http.Access;
import io.rehydrate.http.NewestDump;
import io.rehydrate.http.Refusals;
import io.rehydrate.http.RunsNow;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.night.ManifestWriter;
import io.rehydrate.night.Nights;
import io.rehydrate.night.PlanLoader;
import io.rehydrate.notify.ChannelBeans;
import io.rehydrate.refresh.Admission;
import io.rehydrate.refresh.Admissions;
import io.rehydrate.refresh.Inbox;
import io.rehydrate.refresh.JournalAdmissions;
import io.rehydrate.refresh.RefreshSteps;
import io.rehydrate.refresh.Refreshes;
import io.rehydrate.refresh.TargetContents;
import io.rehydrate.refresh.TargetSessions;
import io.rehydrate.rehearse.RehearsalRequests;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Heartbeat;
import io.rehydrate.run.Journal;
import io.rehydrate.run.LeaseOwner;
import io.rehydrate.run.Leases;
import io.rehydrate.run.ProgressBook;
import io.rehydrate.run.ProgressReports;
import io.rehydrate.run.Release;
import io.rehydrate.run.RunHistory;
import io.rehydrate.run.RunSteps;
import io.rehydrate.run.Runs;
import io.rehydrate.run.State;
import io.rehydrate.run.StateFolder;
import io.rehydrate.settings.Environment;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.aws.Aws;
import io.rehydrate.source.aws.AwsSweep;
import io.rehydrate.source.aws.Leftovers;
import io.rehydrate.store.KnownStores;
import io.rehydrate.store.Retention;
import io.rehydrate.store.Store;
import io.rehydrate.users.AccessTokens;
import io.rehydrate.users.SignIns;
import io.rehydrate.users.UserDirectory;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Every bean of one home folder, made once; the routes know them by their names. */
public final class Beans implements AutoCloseable {
  private static final Actor SYSTEM = new Actor("rehydrate", "start");
  private static final String INSTALLATION = "installation";

  private final Settings settings;
  private final Clock clock;
  private final Access access;
  private final State state;
  private final Journal journal;
  private final Leases leases;
  private final Runs runs;
  private final Store store;
  private final Optional<CloneParts> clones;
  private final Optional<Aws> aws;
  private final Optional<AwsSweep> awsSweep;
  private final Leftovers leftovers;
  private final Nights nights;
  private final PlanLoader livePlan;
  private final ClientPrograms programs;
  private final Heartbeat heartbeat;
  private final ProgressReports progressReports;
  private final Optional<GitRepository> repository;
  private final Admissions admissions;
  private final TargetContents contents;
  private final NewestDump newestDump;
  private final String daemonName;
  private boolean closed;
  private final Admission admission;
  private final Refreshes refreshes;
  private final Inbox inbox;
  private final RouteSchedules schedules;
  private final WorkerPools pools = new WorkerPools();
  private final Map<String, Object> byName = new LinkedHashMap<>();

  /**
   * @param toolVersion for manifests
   * @param ownLeases that the process itself holds
   */
  public Beans(Settings settings, Clock clock, String toolVersion, List<String> ownLeases) {
    this.settings = settings;
    this.clock = clock;
    UserDirectory users =
        new UserDirectory(settings.users().file(), settings.users().given(), clock);
    StateFolder.own(settings.stateDirectory());
    this.state = State.open(settings.state());
    Clock stateClock = state.clock(clock);
    Audit audit = Audit.ofHome(state.dataSource(), stateClock, settings.stateDirectory());
    this.daemonName = settings.daemonName().orElseGet(LeaseOwner.current()::host);
    this.journal = new Journal(state, stateClock, audit, daemonName);
    this.access =
        new Access(
            users,
            new AccessTokens(state.dataSource(), stateClock),
            new SignIns(journal, stateClock),
            settings.users(),
            new Refusals(),
            audit,
            clock);
    this.leases = new Leases(state, stateClock, LeaseOwner.current());
    this.store = new Store(settings.store().directory(), clock, KnownStores.of(journal, SYSTEM));
    this.clones = CloneBeans.of(this, state, stateClock);
    String installation = installation();
    this.aws = settings.aws().map(a -> new Aws(a, installation, clock));
    this.runs =
        new Runs(
            journal,
            leases,
            new Release(journal, Releasers.of(settings, aws, journal, store, clones, installation)),
            settings.stateDirectory(),
            clock,
            run -> Nights.isResumable(run, settings, stateClock.instant()));
    this.awsSweep = aws.map(a -> a.sweep(runs::runsToKeep, journal));
    this.leftovers = new Leftovers(journal, settings.deadlines().delete(), stateClock);
    this.heartbeat =
        new Heartbeat(
                runs, journal, leases, ownLeases, daemonName, RunDeadlines.of(settings), stateClock)
            .start();
    ProgressBook progress = new ProgressBook(state, journal, stateClock);
    this.progressReports = new ProgressReports(runs, progress, stateClock).start();
    this.schedules = new RouteSchedules(Nights.ofSettings(settings));
    this.nights = new Nights(settings, journal, store, stateClock, schedules);
    this.livePlan = new PlanLoader(settings);
    this.programs =
        ClientPrograms.in(
            settings.tools().directory(), Environment.variables().getOrDefault("PATH", ""));
    RunningPrograms running = new RunningPrograms();
    clones.ifPresent(c -> byName.putAll(CloneBeans.byName(c, settings, programs, running, pools)));
    byName.putAll(ChannelBeans.of(settings.notifications(), journal::find));
    byName.put("state", state.dataSource());
    byName.put("runs", new RunSteps(runs, "direct:release-" + settings.source().kind()));
    byName.put("deadNights", new DeadNights(this));
    byName.put("entryFailures", new EntryFailures());
    byName.put("nights", nights);
    byName.put("store", store);
    byName.put(
        "retention", new Retention(store, settings.store(), id -> DumpBeans.isUsed(journal, id)));
    DumpBeans.Parts parts =
        new DumpBeans.Parts(settings, store, journal, programs, running, installation, clock);
    NightBeans.add(byName, parts, livePlan, runs, pools);
    DumpBeans.add(byName, parts, new ManifestWriter(settings, toolVersion, clock));
    this.repository = GitRepository.of(settings);
    this.admissions = new JournalAdmissions(journal);
    this.admission =
        new Admission(
            settings.targets(),
            settings.source().login(),
            admissions,
            TargetSessions.byLogin(Bounds.QUESTIONS));
    this.contents = new TargetContents(journal);
    this.refreshes = new Refreshes(admission, store, repository, journal);
    this.inbox = new Inbox(refreshes, users, settings.refresh().inbox(), clock);
    byName.put("inbox", inbox);
    byName.put(
        "refreshSteps",
        new RefreshSteps(
            settings, store, admission, journal, repository, programs, running, contents, clock));
    byName.put("refreshPlace", new RefreshPlace(settings, journal, clones));
    byName.put("refreshRuns", pools.add("refreshes", Math.max(1, settings.targets().size())));
    byName.put("loadWorkers", pools.add("loads", settings.tools().refreshWorkers()));
    aws.ifPresent(
        a -> byName.putAll(a.beans(settings, journal, awsSweep.orElseThrow(), leftovers)));
    this.newestDump = new NewestDump(store, clock);
    byName.put("dumpWorkers", pools.add("dump", settings.tools().dumpWorkers()));
    byName.put("dumpProgram", StreamingExecutor.forDumps(running));
    byName.put("loadProgram", StreamingExecutor.forLoads(running));
  }

  /** What marks things outside as this installation's. */
  private String installation() {
    return journal.rememberFirst(INSTALLATION, UUID.randomUUID().toString(), SYSTEM);
  }

  /** By the names that routes use. Commands without routes do without what answers requests. */
  public synchronized Map<String, Object> byName() {
    HttpBeans.addOnce(byName, this, new HttpBeans.Parts(state, state.clock(clock), clock, pools));
    return byName;
  }

  public Settings settings() {
    return settings;
  }

  /** What the HTTP servers need to know of people. */
  public Access access() {
    return access;
  }

  /** Who asked for what, and what came of it. */
  public Audit audit() {
    return access.audit();
  }

  /** What the metrics say of the runs of now. */
  RunsNow runsNow() {
    return new RunsNow(
        journal, new RunHistory(state, journal), runs::leftBehind, state.clock(clock));
  }

  NewestDump newestDump() {
    return newestDump;
  }

  public Journal journal() {
    return journal;
  }

  public ProgressReports progressReports() {
    return progressReports;
  }

  /** The name of this daemon, as runs and the health check show it. */
  String daemonName() {
    return daemonName;
  }

  public Leases leases() {
    return leases;
  }

  public Runs runs() {
    return runs;
  }

  public Store store() {
    return store;
  }

  public Nights nights() {
    return nights;
  }

  public Refreshes refreshes() {
    return refreshes;
  }

  Inbox inbox() {
    return inbox;
  }

  public RehearsalRequests rehearsals() {
    return new RehearsalRequests(settings, store, repository, journal);
  }

  public Admission admission() {
    return admission;
  }

  public Admissions admissions() {
    return admissions;
  }

  public TargetContents contents() {
    return contents;
  }

  public Optional<GitRepository> repository() {
    return repository;
  }

  public PlanLoader livePlan() {
    return livePlan;
  }

  public ClientPrograms programs() {
    return programs;
  }

  /** Looks for dead runs, removes what they left, and finishes what they began to remove. */
  public void recover() {
    new KindRelease(this).after(runs.recover());
    clones.map(CloneParts::sweep).ifPresent(CloneSweep::run);
    awsSweep.ifPresent(AwsSweep::quietly);
    store.open();
    store.finishRemovals();
    journal.forget(settings.keepRuns()).forEach(runs::forget);
  }

  /** Empty for sources that are not at AWS. */
  public Optional<AwsSweep> awsSweep() {
    return awsSweep;
  }

  /** Empty where the settings name no folder for clones. */
  public Optional<CloneParts> clones() {
    return clones;
  }

  /** What earlier runs left at AWS and could not delete. */
  public Leftovers leftovers() {
    return leftovers;
  }

  public Optional<Aws> aws() {
    return aws;
  }

  RouteSchedules schedules() {
    return schedules;
  }

  /** Ends what still runs, and lets go of everything; a second call waits for the first. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        runs.stop();
      } finally {
        heartbeat.close();
        progressReports.close();
        pools.close();
        aws.ifPresent(Aws::close);
        state.close();
      }
    }
  }
}
