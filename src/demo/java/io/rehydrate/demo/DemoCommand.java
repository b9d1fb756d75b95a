package io.rehydrate.demo;

import io.rehydrate.cli.AddedCommand;
import io.rehydrate.cli.CommandContext;
import io.rehydrate.cli.Logging;
import io.rehydrate.cli.Progress;
import io.rehydrate.cli.Shutdown;
import io.rehydrate.cli.Terminal;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.run.LiveDaemons;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.store.StoredDump;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the whole system on servers of its own, in the folder {@code demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "The whole system with made-up data, in the folder demo: a night, a refresh, then the daemon until Ctrl-C.")
public final class DemoCommand implements AddedCommand {
  /** A commit survives the server's process, not the machine: enough here, and far faster. */
  private static final List<String> SERVER_ARGUMENTS =
      List.of("--innodb-buffer-pool-size=256M", "--innodb-flush-log-at-trx-commit=2");

  private static final int PORT = 8080;
  private static final int MANAGEMENT_PORT = 8081;
  private static final int FEWEST_APPLICATIONS = 100;

  @Spec private CommandSpec spec;

  @Option(names = "--once", description = "Stops after the refresh.")
  private boolean once;

  @Option(
      names = "--source",
      paramLabel = "server|aurora",
      defaultValue = "server",
      description =
          "What production is: a server, or an Aurora cluster at a simulated AWS (default: ${DEFAULT-VALUE}).")
  private DemoEnvironment.Source source;

  @Option(
      names = "--applications",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "How many insurance applications production gets, with some fifteen rows each (default: ${DEFAULT-VALUE}).")
  private int applications;

  private final Progress progress = new Progress();

  @Override
  public Integer call() throws SQLException, InterruptedException {
    if (applications < FEWEST_APPLICATIONS) {
      throw new InvalidException(
          ErrorCode.DEMO_SIZE,
          "With " + applications + " applications there is nothing to see",
          "Give --applications " + FEWEST_APPLICATIONS + " or more");
    }
    Logging.quiet();
    Path installation = DemoEnvironment.installation();
    try (DemoFolder folder = DemoFolder.take(CommandContext.of(spec).resolve("demo"))) {
      folder.takeTemporaryFiles();
      try (DemoEnvironment environment =
          new DemoEnvironment(folder, installation, SERVER_ARGUMENTS, source, progress)) {
        Shutdown.with(environment);
        return run(environment, folder);
      }
    }
  }

  private int run(DemoEnvironment environment, DemoFolder folder)
      throws SQLException, InterruptedException {
    environment.startServers();
    environment.fill(new DemoSize(applications));
    environment.prepare(ports(), once ? List.of() : List.of(LiveDaemons.ONLY));
    progress.tell("a night: the newest applications with all that belongs to them, masked");
    Optional<StoredDump> dump = environment.night();
    if (dump.isEmpty()) {
      return 1;
    }
    progress.tell(
        "a refresh of the developer's database, with migrations of " + DemoEnvironment.REF);
    if (!environment.refresh(dump.get(), Optional.of(DemoEnvironment.REF))) {
      return 1;
    }
    progress.tell("done");
    new DemoSummary(dump.get()).print();
    Terminal.data(String.format(Locale.ROOT, "All of it took %.1f s", progress.seconds()));
    environment.simulated().ifPresent(Terminal::data);
    tellWhereToLook(environment, folder, dump.get());
    if (!once) {
      serve(environment);
    }
    return 0;
  }

  private static Map<String, String> ports() {
    return Map.of(
        "port", Integer.toString(FreePort.near(PORT)),
        "management-port", Integer.toString(FreePort.near(MANAGEMENT_PORT)));
  }

  private void tellWhereToLook(DemoEnvironment environment, DemoFolder folder, StoredDump dump) {
    Terminal.data("The dump: " + dump.folder());
    Terminal.data("The home folder with settings, plan and routes: " + folder.path());
    if (!once) {
      ServerLogin developer = environment.developer();
      folder.write(
          "secrets/dev.cnf",
          "[client]%nprotocol=tcp%nskip-ssl%nhost=%s%nport=%d%nuser=%s%npassword=%s%n"
              .formatted(
                  developer.url().host(),
                  developer.url().port(),
                  developer.username(),
                  developer.password().reveal()));
      Terminal.data(
          "The developer's database: "
              + environment.programs().resolve("mariadb")
              + " --defaults-file="
              + folder.path().resolve("secrets/dev.cnf")
              + " insurance_dev");
    }
  }

  private static void serve(DemoEnvironment environment) throws InterruptedException {
    Terminal.data("The page and the API: " + environment.serve());
    Terminal.message("Ctrl-C ends the demo");
    new CountDownLatch(1).await();
  }
}
