package io.rehydrate.bench;

import io.rehydrate.cli.AddedCommand;
import io.rehydrate.cli.CommandContext;
import io.rehydrate.cli.Logging;
import io.rehydrate.cli.Progress;
import io.rehydrate.cli.Shutdown;
import io.rehydrate.cli.Terminal;
import io.rehydrate.demo.DemoEnvironment;
import io.rehydrate.demo.DemoFolder;
import io.rehydrate.demo.DemoSize;
import io.rehydrate.dump.Manifest;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.exec.StreamingExecutor;
import io.rehydrate.http.Json;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.store.StoredDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: this tool next to the plain way, on servers of its own. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "A night and a refresh beside the plain way, on embedded servers, in the folder bench-run.")
public final class BenchCommand implements AddedCommand {
  private static final int MEGABYTES = 512;
  private static final List<String> SERVER_ARGUMENTS =
      List.of("--innodb-buffer-pool-size=" + MEGABYTES + "M", "--innodb-flush-log-at-trx-commit=2");
  private static final long FEWEST_ROWS = 2_000;
  private static final int FEWEST_ROUNDS = 2;
  private static final Duration REST = Duration.ofSeconds(3);

  @Spec private CommandSpec spec;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "About how many rows the source gets (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "4",
      description = "How often both ways run, in turn (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--mysql-home",
      paramLabel = "DIR",
      description = "Runs both ways on a MySQL that is installed there: bin/mysqld, bin/mysqldump.")
  private Optional<Path> mysqlHome = Optional.empty();

  @Option(names = "--json", description = "Gives the figures of each round as JSON.")
  private boolean json;

  @Option(
      names = "--masks",
      description = "Measures the masks instead: a copy, a masked copy, a copy and UPDATEs.")
  private boolean masksAlone;

  @Option(
      names = "--mysql",
      paramLabel = "URL",
      description =
          "Measures the masks on this server too, in a schema of its own: jdbc:mysql://host:3306")
  private Optional<String> mysql = Optional.empty();

  @Option(
      names = "--mysql-username",
      paramLabel = "NAME",
      defaultValue = "root",
      description = "Its account (default: ${DEFAULT-VALUE}).")
  private String mysqlUsername;

  @Option(
      names = "--mysql-password-file",
      paramLabel = "FILE",
      description = "A file with the account's password; without one it is empty.")
  private Optional<Path> mysqlPasswordFile = Optional.empty();

  private final Progress progress = new Progress();

  @Override
  public Integer call() throws SQLException {
    if (rows < FEWEST_ROWS) {
      throw new InvalidException(
          ErrorCode.BENCH_ROWS,
          rows + " rows are too few to measure",
          "Give --rows " + FEWEST_ROWS);
    }
    if (rounds < FEWEST_ROUNDS) {
      throw new InvalidException(
          ErrorCode.BENCH_ROUNDS,
          "The first round is one of a process that was just started; a second is needed",
          "Give --rounds " + FEWEST_ROUNDS);
    }
    mysqlHome.ifPresent(BenchCommand::requireMySql);
    Logging.quiet();
    Path installation = DemoEnvironment.installation();
    try (DemoFolder folder = DemoFolder.take(CommandContext.of(spec).resolve("bench-run"))) {
      folder.takeTemporaryFiles();
      try (DemoEnvironment environment =
          new DemoEnvironment(
              folder,
              installation,
              arguments(),
              DemoEnvironment.Source.server,
              mysqlHome.map(Path::toAbsolutePath),
              progress)) {
        Shutdown.with(environment);
        environment.beginAnew();
        environment.startServers();
        if (masksAlone) {
          masks(environment.scratch(), folder, installation);
        } else {
          run(environment, installation, folder.path());
        }
        return 0;
      } finally {
        folder.delete();
      }
    }
  }

  private static void requireMySql(Path home) {
    List<String> missing =
        Stream.of("bin/mysqld", "bin/mysqldump")
            .filter(program -> !Files.isExecutable(home.resolve(program)))
            .toList();
    if (!missing.isEmpty()) {
      throw new InvalidException(
          ErrorCode.BENCH_MYSQL_HOME,
          "--mysql-home: " + home + " has no program " + String.join(" and no ", missing),
          "Give the folder of an installed MySQL, as its own archive is unpacked");
    }
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(SERVER_ARGUMENTS);
    if (mysqlHome.isPresent()) {
      arguments.add("--skip-log-bin"); // as the embedded MariaDB, which has none
    }
    return arguments;
  }

  private void masks(ServerLogin scratch, DemoFolder folder, Path installation) {
    Optional<ServerLogin> other = mysql.map(this::login);
    folder.prepare(installation);
    MaskKey key = MaskKey.read(folder.path().resolve("secrets").resolve("mask.key"));
    MaskBench.header().forEach(Terminal::data);
    for (ServerLogin server : Stream.concat(Stream.of(scratch), other.stream()).toList()) {
      progress.tell("ten masks on " + rows + " rows of " + server.url().address());
      Terminal.data(new MaskBench(server, key).run(rows).line());
    }
  }

  private ServerLogin login(String url) {
    try {
      String password =
          mysqlPasswordFile.isPresent() ? Files.readString(mysqlPasswordFile.get()).strip() : "";
      return new ServerLogin(ServerUrl.parse(url), mysqlUsername, new Secret(password));
    } catch (IOException e) {
      throw new InvalidException(
          ErrorCode.BENCH_PASSWORD,
          "The password file " + mysqlPasswordFile.get() + " can't be read",
          "Check --mysql-password-file",
          e);
    } catch (IllegalArgumentException e) {
      throw new InvalidException(
          ErrorCode.BENCH_URL, "--mysql: " + e.getMessage(), "Correct the URL", e);
    }
  }

  private void run(DemoEnvironment environment, Path installation, Path folder)
      throws SQLException {
    DemoSize size = DemoSize.ofRows(rows);
    environment.fill(size);
    environment.prepare(
        Map.of("port", "8080", "management-port", "8081"),
        List.of(),
        Map.of("SCRATCH_MEMORY", MEGABYTES + "MB"));
    PlainWay plain =
        new PlainWay(
            StreamingExecutor.forLoads(new RunningPrograms()),
            installation.resolve("bench"),
            environment.programs(),
            folder);
    List<Bench.Round> measured = new ArrayList<>();
    try (HeapPeak peak = new HeapPeak()) {
      for (int round = 1; round <= rounds; round++) {
        measured.add(
            round(environment, plain, round == 1 ? "the first after a start" : "round " + round));
      }
      Bench bench = new Bench(measured, peak.bytes());
      if (json) {
        Terminal.data(Json.text(bench.figures()));
      } else {
        bench.lines().forEach(Terminal::data);
      }
    }
  }

  private Bench.Round round(DemoEnvironment environment, PlainWay plain, String which)
      throws SQLException {
    Bench.Ours ours = ours(environment, which);
    try (Connection session = Sessions.open(environment.scratch(), "scratch")) {
      bufferPool(session, 2L * MEGABYTES); // in place of scratch.memory
      rest(session);
      progress.tell("the plain way's night, then its refresh");
      List<PlainWay.Step> night =
          plain.night(
              environment.production(),
              environment.scratch(),
              DemoEnvironment.SCHEMA,
              ours.manifest().asOf());
      List<PlainWay.Step> refresh = plain.refresh(environment.developer(), DemoEnvironment.SCHEMA);
      Sessions.run(session, "DROP DATABASE " + DemoEnvironment.SCHEMA);
      bufferPool(session, MEGABYTES);
      rest(session);
      return new Bench.Round(ours, night, refresh);
    }
  }

  private static void bufferPool(Connection session, long megabytes) throws SQLException {
    Sessions.run(session, "SET GLOBAL innodb_buffer_pool_size = " + (megabytes << 20));
  }

  /** What one way left to the servers' cleaners is not to be paid for by the other. */
  private static void rest(Connection session) throws SQLException {
    Sessions.run(session, "DO SLEEP(" + REST.toSeconds() + ")");
  }

  private Bench.Ours ours(DemoEnvironment environment, String which) {
    progress.tell("this tool's night, " + which);
    MachineUse use =
        new MachineUse(
            Stream.of("production", "scratch")
                .collect(Collectors.toMap(name -> name, environment::processNumber)));
    try (ScratchPeak peak = new ScratchPeak(environment.data("scratch"))) {
      StoredDump dump =
          environment
              .night(use::line)
              .orElseThrow(
                  () ->
                      new StageFailedException(
                          ErrorCode.BENCH_NIGHT,
                          "This tool's night failed",
                          "The lines above say at which step"));
      return refreshed(environment, dump, peak, use.parts(), which);
    }
  }

  private Bench.Ours refreshed(
      DemoEnvironment environment,
      StoredDump dump,
      ScratchPeak peak,
      List<MachineUse.Part> parts,
      String which) {
    double night = environment.lastRunSeconds();
    progress.tell("this tool's refresh, " + which);
    if (!environment.refresh(dump, Optional.empty())) {
      throw new StageFailedException(
          ErrorCode.BENCH_REFRESH,
          "This tool's refresh failed",
          "The lines above say at which step");
    }
    return new Bench.Ours(
        dump.manifest(),
        night,
        environment.lastRunSeconds(),
        peak.bytes(beforeProof(dump.manifest())),
        ScratchPeak.size(environment.refreshed()),
        parts);
  }

  private static Duration beforeProof(Manifest manifest) {
    double seconds =
        Stream.of("acquire", "dehydrate", "dump")
            .mapToDouble(step -> manifest.durations().getOrDefault(step, 0.0))
            .sum();
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
