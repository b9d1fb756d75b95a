package io.rehydrate.http;

import io.rehydrate.audit.Audit;
import io.rehydrate.console.ConsoleBeans;
import io.rehydrate.console.RefreshPages;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.migrate.CommitSha;
import io.rehydrate.migrate.Ref;
import io.rehydrate.migrate.RefComparison;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.night.Nights;
import io.rehydrate.refresh.Admission;
import io.rehydrate.refresh.AdmittedServer;
import io.rehydrate.refresh.JournalAdmissions;
import io.rehydrate.refresh.RefPreview;
import io.rehydrate.refresh.RefreshRequest;
import io.rehydrate.refresh.Refreshes;
import io.rehydrate.refresh.TargetContents;
import io.rehydrate.refresh.TargetSessions;
import io.rehydrate.rehearse.RehearsalRequests;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.LeaseOwner;
import io.rehydrate.run.Leases;
import io.rehydrate.run.ProgressBook;
import io.rehydrate.run.ProgressReports;
import io.rehydrate.run.Release;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.Runs;
import io.rehydrate.run.State;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.TargetName;
import io.rehydrate.store.KnownStores;
import io.rehydrate.store.Staging;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.TestPorts;
import io.rehydrate.users.AccessTokens;
import io.rehydrate.users.Action;
import io.rehydrate.users.Owned;
import io.rehydrate.users.Permissions;
import io.rehydrate.users.Person;
import io.rehydrate.users.SignIns;
import io.rehydrate.users.UserDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The API's routes in a real Camel on a free port, before a journal and a store of their own. */
final class ApiFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final Actor JANE = new Actor("jane", "cli");

  final Audit audit;
  final Journal journal;
  final AccessTokens tokens;
  final SignIns signIns;
  final Refusals refusals = new Refusals();
  final Runs runs;
  final ProgressBook progress;
  private final ProgressReports reports;
  final Store store;
  final AtomicInteger sweeps = new AtomicInteger();
  final NewestDump newest;
  private final State state;
  private final Main main = new Main(ApiFixture.class);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer server;
  private RuntimeException broken;

  ApiFixture(Path folder) {
    this(folder, 0);
  }

  ApiFixture(Path folder, int port) {
    this(folder, port, Duration.ofMinutes(1));
  }

  ApiFixture(Path folder, int port, Duration idle) {
    this(
        HomeFolder.in(folder).withTarget("dev-a").withTarget("dev-b").read(),
        Clock.fixed(NOW, ZoneOffset.UTC),
        port,
        idle);
  }

  ApiFixture(Settings settings, Clock clock, int port, Duration idle) {
    Path folder = settings.home();
    UserDirectory users =
        new UserDirectory(settings.users().file(), settings.users().given(), clock);
    state = State.open(settings.state());
    audit =
        new Audit(
            state.dataSource(), clock, Optional.of(folder.resolve("state").resolve("audit.head")));
    journal = new Journal(state, clock, audit, "test");
    tokens = new AccessTokens(state.dataSource(), clock);
    signIns = new SignIns(journal, clock);
    Access access = new Access(users, tokens, signIns, settings.users(), refusals, audit, clock);
    store = new Store(folder.resolve("store"), clock, KnownStores.of(journal, JANE));
    newest = new NewestDump(store, clock);
    runs =
        new Runs(
            journal,
            new Leases(state, clock, LeaseOwner.current()),
            new Release(journal, List.of()),
            folder.resolve("state"),
            clock);
    main.bind("contractValidator", new ContractValidator());
    main.bind("problemAnswer", new ProblemAnswer(refusals));
    progress = new ProgressBook(state, journal, clock);
    reports = new ProgressReports(runs, progress, clock).start();
    main.bind("meOperations", new MeOperations());
    JournalAdmissions admissions = new JournalAdmissions(journal);
    admissions.admit(
        new TargetName("dev-a"),
        new AdmittedServer(new ServerIdentity("uuid:a"), Optional.empty(), Optional.empty()),
        JANE);
    Nights nights = new Nights(settings, journal, store, clock);
    NightHealth health = new NightHealth(nights, clock);
    ConsoleBeans.Operations operations =
        new ConsoleBeans.Operations(
            new DumpOperations(store, clock),
            new RunOperations(journal, runs, progress),
            new TargetOperations(
                settings,
                admissions,
                new TargetContents(journal),
                refreshes(settings).protections()),
            new RefOperations(this::refs),
            new RefreshOperations((person, request) -> queued(settings, person, request)),
            new NightOperations((actor, asOf) -> journal.queueNight(actor, "night:x", asOf), clock),
            new AuditOperations(audit),
            new RehearsalOperations(store, this::rehearsal),
            new CloneOperations(Optional.empty()));
    main.bind("auditOperations", operations.audit());
    main.bind("dumpOperations", operations.dumps());
    main.bind("runOperations", operations.runs());
    main.bind("targetOperations", operations.targets());
    main.bind("refOperations", operations.refs());
    main.bind("refreshOperations", operations.refreshes());
    main.bind("rehearsalOperations", operations.rehearsals());
    main.bind("nightOperations", operations.nights());
    ConsoleBeans.of(
            new ConsoleBeans.Parts(
                ZoneOffset.UTC,
                state,
                journal,
                runs,
                nights,
                health,
                () -> {
                  throw new IllegalStateException("there is no source");
                },
                newest,
                access,
                clock),
            operations,
            new RefreshPages.Checks(
                request -> store.latest(),
                (dump, request) -> request.ref().map(ref -> preview(dump.id().value(), ref))),
            Runnable::run)
        .forEach(main::bind);
    main.bind("refPreviewOperations", new RefPreviewOperations(ApiFixture::preview));
    main.bind("sweepOperations", new SweepOperations(sweeps::incrementAndGet));
    main.bind("cloneOperations", operations.clones());
    main.setDefaultPropertyPlaceholderLocation("false");
    main.addOverrideProperty(
        "camel.main.routesIncludePattern",
        "file:routes/engine/api.camel.yaml,file:routes/engine/console.camel.yaml,"
            + "file:routes/engine/targets.camel.yaml,file:routes/engine/errors.camel.yaml");
    main.addOverrideProperty("camel.main.startupSummaryLevel", "Off");
    main.addOverrideProperty("camel.server.enabled", "true");
    main.addOverrideProperty("camel.server.host", settings.http().host());
    main.addOverrideProperty("camel.server.maxBodySize", Integer.toString(HttpServer.LARGEST_BODY));
    main.addOverrideProperty("camel.server.port", Integer.toString(port));
    main.addOverrideProperty("camel.management.enabled", "true");
    main.addOverrideProperty("camel.management.host", "127.0.0.1");
    main.addOverrideProperty("camel.management.port", Integer.toString(TestPorts.free()));
    main.addOverrideProperty("camel.management.healthCheckEnabled", "true");
    main.addOverrideProperty("camel.management.metricsEnabled", "true");
    main.addOverrideProperty("camel.metrics.enabled", "true");
    main.bind("newestDumpCheck", new DumpAgeCheck(newest, health));
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void afterConfigure(BaseMainSupport configured) {
            server =
                HttpServer.install(configured.getCamelContext(), access, settings.http(), idle);
          }
        });
    try {
      main.start();
      server.requireSound();
    } catch (RuntimeException e) {
      close();
      throw e;
    } catch (Exception e) {
      close();
      throw new IllegalStateException(e);
    }
  }

  private Refreshes refreshes(Settings settings) {
    return new Refreshes(admission(settings), store, Optional.empty(), journal);
  }

  private Admission admission(Settings settings) {
    return new Admission(
        settings.targets(),
        settings.source().login(),
        new JournalAdmissions(journal),
        TargetSessions.byLogin());
  }

  private Run queued(Settings settings, Person person, RefreshRequest request) {
    Admission admission = admission(settings);
    Refreshes refreshes = refreshes(settings);
    if (request.ref().isEmpty()) {
      return refreshes.queue(person, request);
    }
    Permissions.require(person, Action.REFRESH, Owned.target(admission.target(request.target())));
    StoredDump dump =
        refreshes.check(new RefreshRequest(request.target(), request.dump(), Optional.empty()));
    requireRef(request.ref().get());
    return journal.queueRefresh(person.actor(), request.target(), dump.id().value(), request.ref());
  }

  /** Camel takes two servers on port 0 for one. */
  private static RefPreview preview(String dump, String ref) {
    return new RefPreview(
        dump,
        ref,
        "0".repeat(40),
        Optional.of(
            new RefComparison(
                List.of("V7__<b>add.sql"), List.of("V6__gone.sql"), List.of("V6 is missing"))),
        "");
  }

  private List<Ref> refs() {
    if (broken != null) {
      throw broken;
    }
    return List.of(
        new Ref(
            "main",
            Ref.Kind.BRANCH,
            new CommitSha("ab".repeat(20)),
            NOW,
            "Jane <i>",
            "<b>Begin</b>"));
  }

  private void requireRef(String ref) {
    if (!ref.equals("main")) {
      throw new NotFoundException(
          ErrorCode.REF_UNKNOWN, "There is no branch or tag of that name", "List them");
    }
  }

  private RehearsalRequests.Outcome rehearsal(Actor actor, String dump, String ref) {
    requireRef(ref);
    return new RehearsalRequests.Outcome(
        Optional.empty(),
        Optional.of(
            journal.queueRehearsal(
                actor, "night:x", store.latest().id().value(), "branch:" + ref)));
  }

  void breakRefs(RuntimeException failure) {
    broken = failure;
  }

  DumpId publish(String id) {
    DumpId dump = new DumpId(id);
    Staging staging = store.stage(RunId.at(NOW), dump);
    store.publish(staging, Dumps.small(staging.folder(), dump));
    return dump;
  }

  int port() {
    return server.port();
  }

  int managementPort() {
    return server.managementPort();
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  HttpResponse<String> post(String path, String json) {
    return send("POST", path, BodyPublishers.ofString(json), "Content-Type", "application/json");
  }

  HttpResponse<String> post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url(path))).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    main.stop();
    reports.close();
    state.close();
  }
}
