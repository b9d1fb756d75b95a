package io.rehydrate.demo;

import io.rehydrate.cli.CommandContext;
import io.rehydrate.cli.Foreground;
import io.rehydrate.cli.Logging;
import io.rehydrate.cli.Progress;
import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.DaemonLease;
import io.rehydrate.daemon.Engine;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.refresh.RefreshRequest;
import io.rehydrate.run.Actor;
import io.rehydrate.run.LiveDaemons;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.settings.TargetName;
import io.rehydrate.store.StoredDump;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A made-up company in one folder: its servers, production's data, a home folder, its runs. Where
 * production is at Aurora, the scratch is made by a simulated AWS.
 */
public final class DemoEnvironment implements AutoCloseable {
  public static final String SCHEMA = "insurance";
  public static final TargetName TARGET = new TargetName("dev");
  public static final String REF = "feature/policy-limits";
  private static final long SEED = 20261122;
  private static final String FILLED = "servers/production.filled";

  private final DemoFolder folder;
  private final Path installation;
  private final Progress progress;
  private final DemoServers servers;
  private Duration lastRun = Duration.ZERO;
  private final List<String> arguments;
  private final Source source;
  private EmbeddedMariaDb production;
  private EmbeddedMariaDb scratch;
  private EmbeddedMariaDb developer;
  private Optional<SimulatedAws> aws = Optional.empty();
  private volatile Optional<Beans> beans = Optional.empty();
  private volatile Optional<Engine> engine = Optional.empty();

  /** What production is. */
  public enum Source {
    server("application.properties"),
    aurora("application-aurora.properties");

    private final String settings;

    Source(String settings) {
      this.settings = settings;
    }
  }

  /**
   * @param arguments of each server
   */
  public DemoEnvironment(
      DemoFolder folder,
      Path installation,
      List<String> arguments,
      Source source,
      Progress progress) {
    this(folder, installation, arguments, source, Optional.empty(), progress);
  }

  /**
   * @param arguments of each server
   * @param mySqlHome folder of an installed MySQL for the servers; empty: the embedded MariaDB
   */
  public DemoEnvironment(
      DemoFolder folder,
      Path installation,
      List<String> arguments,
      Source source,
      Optional<Path> mySqlHome,
      Progress progress) {
    this.folder = folder;
    this.installation = installation;
    this.arguments = arguments;
    this.source = source;
    this.progress = progress;
    this.servers = new DemoServers(folder.path().resolve("servers"), arguments, mySqlHome);
  }

  /** The folder of this program, with the example and the routes. */
  public static Path installation() {
    return Optional.ofNullable(System.getProperty("rehydrate.installation"))
        .map(Path::of)
        .orElseThrow(
            () ->
                new InvalidException(
                    ErrorCode.DEMO_INSTALLATION,
                    "It is not known where this program is installed",
                    "Start it with ./rehydrate"));
  }

  /** Ends and removes what an earlier process left that was killed. */
  public void beginAnew() {
    servers.endLeftovers();
    folder.empty();
  }

  /** Starts the servers on the data of an earlier time, or on none. */
  public void startServers() {
    servers.endLeftovers();
    ServerCopy.remove(awsData());
    if (source == Source.aurora) {
      progress.tell("starting two MariaDB servers: production, a developer's");
      production = servers.start("production", 1);
      startAws();
    } else {
      progress.tell("starting three servers: production, scratch, a developer's");
      production = servers.start("production", 1);
      scratch = servers.start("scratch", 2);
    }
    developer = servers.start("developer", 3);
  }

  private Path awsData() {
    return folder.path().resolve("servers").resolve("aws");
  }

  private void startAws() {
    progress.tell(
        "SIMULATING AWS on this machine: no account is used, nothing is paid for; a minute there is half a second here");
    SimulatedAws started = SimulatedAws.start(production, awsData(), arguments);
    aws = Optional.of(started);
    started.credentials().forEach(System::setProperty);
  }

  /** Fills production, unless it is filled so already. */
  public void fill(DemoSize size) throws SQLException {
    String wanted = "applications " + size.applications();
    if (folder.read(FILLED).filter(wanted::equals).isPresent()) {
      progress.tell("production is filled already: " + wanted);
      return;
    }
    folder.remove(FILLED);
    try (Connection session = Sessions.open(production.root(), "demo's server")) {
      Sessions.run(session, "DROP DATABASE IF EXISTS " + SCHEMA);
    }
    progress.tell("filling production with made-up insurance data");
    DemoData.fill(
        production.root(), SCHEMA, size, SEED, Clock.systemUTC().instant(), progress::tell);
    folder.write(FILLED, wanted);
  }

  /** Makes the home folder, the accounts, the beans; removes what an earlier run left. */
  public void prepare(Map<String, String> ports, List<String> ownLeases) {
    prepare(ports, ownLeases, Map.of());
  }

  /**
   * @param environment settings that differ from the example's, as variables of the process
   */
  public void prepare(
      Map<String, String> ports, List<String> ownLeases, Map<String, String> environment) {
    folder.prepare(installation);
    Map<String, String> values = new java.util.TreeMap<>(ports);
    values.put("source", address(production));
    values.put("target", address(developer));
    values.put("tools", production.programs().toString());
    aws.ifPresentOrElse(
        a -> values.putAll(a.settings()), () -> values.put("scratch", address(scratch)));
    folder.configure(installation, source.settings, values);
    Settings settings = SettingsReader.read(folder.path(), environment);
    DemoAccounts.source(production.root(), settings);
    aws.ifPresentOrElse(
        SimulatedAws::takeAutomatedSnapshot, () -> DemoAccounts.scratch(scratch.root(), settings));
    DemoAccounts.target(developer.root(), settings.targets().get(TARGET));
    Beans made = CommandContext.beans(settings, Logging.Mode.COMMAND, ownLeases);
    beans = Optional.of(made);
    if (!ownLeases.isEmpty()) {
      DaemonLease.take(made);
    }
    DemoAccounts.grant(developer.root(), made.admission().admit(TARGET.value(), actor()).grants());
    giveUpBegun(made);
    made.recover();
  }

  /** The simulated AWS of an earlier demo is gone, and with it all that a night had begun there. */
  private static void giveUpBegun(Beans made) {
    for (RunId begun = made.runs().nextResumable();
        begun != null;
        begun = made.runs().nextResumable()) {
      made.runs().cancel(begun, actor());
    }
  }

  private static String address(EmbeddedMariaDb server) {
    return server.url().address();
  }

  /** One night as of now; gives its dump, where it succeeded. */
  public Optional<StoredDump> night() {
    return night(line -> {});
  }

  /**
   * @param lines takes the lines of the run's log, as they are written
   */
  public Optional<StoredDump> night(Consumer<String> lines) {
    Run queued =
        beans()
            .nights()
            .queue(actor(), Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
    return run("direct:night", queued, lines) == 0
        ? Optional.of(beans().store().latest())
        : Optional.empty();
  }

  /** One refresh of the developer's database; whether it succeeded. */
  public boolean refresh(StoredDump dump, Optional<String> ref) {
    Run queued =
        beans()
            .refreshes()
            .queue(actor(), new RefreshRequest(TARGET.value(), dump.id().value(), ref));
    return run("direct:refresh", queued, line -> {}) == 0;
  }

  private int run(String route, Run queued, Consumer<String> lines) {
    Consumer<String> shown = progress::tellLogged;
    int exitCode = Foreground.run(beans(), route, queued, shown.andThen(lines));
    Run ended = beans().journal().get(queued.id());
    lastRun = Duration.between(ended.startedAt().orElseThrow(), ended.endedAt().orElseThrow());
    return exitCode;
  }

  /** How long the last run took, from its beginning until all was cleared away. */
  public double lastRunSeconds() {
    return lastRun.toMillis() / 1000.0;
  }

  private static Actor actor() {
    return CommandContext.actor();
  }

  private Beans beans() {
    return beans.orElseThrow();
  }

  /** Starts the daemon's part; gives its address. */
  public String serve() {
    Engine started = Engine.daemon(beans());
    engine = Optional.of(started);
    return started.address();
  }

  public ServerLogin production() {
    return production.root();
  }

  public ServerLogin scratch() {
    return scratch.root();
  }

  public ServerLogin developer() {
    return developer.root();
  }

  /** What the simulated AWS has done, where there is one. */
  public Optional<String> simulated() {
    return aws.map(SimulatedAws::summary);
  }

  /** The folder of a server's data: {@code production}, {@code scratch} or {@code developer}. */
  public Path data(String server) {
    return folder.path().resolve("servers").resolve(server);
  }

  /** The file with the number of a server's process. */
  public Path processNumber(String server) {
    return data(server + ".pid");
  }

  /** The folder of the developer's database, which a refresh fills. */
  public Path refreshed() {
    String schema = beans().settings().targets().get(TARGET).schemas().values().iterator().next();
    return data("developer").resolve(schema);
  }

  public Path programs() {
    return production.programs();
  }

  /** Ends what runs, then the servers; a second call does nothing. */
  @Override
  public synchronized void close() {
    beans.ifPresent(b -> b.runs().stop());
    engine.ifPresent(Engine::close);
    engine = Optional.empty();
    beans.ifPresent(
        b -> {
          b.leases().release(LiveDaemons.ONLY);
          b.close();
        });
    beans = Optional.empty();
    aws.ifPresent(SimulatedAws::close);
    aws = Optional.empty();
    servers.close();
  }
}
