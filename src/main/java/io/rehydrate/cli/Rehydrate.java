package io.rehydrate.cli;

import io.rehydrate.mysql.SqlErrors;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line. Data goes to standard output, everything else to standard error. */
@Command(
    name = "rehydrate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Small, sanitised copies of a production database, every night; into any developer's"
            + " server, on request.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:usage or configuration",
      "10:not found",
      "11:busy",
      "12:not allowed",
      "13:refused by a guard",
      "14:dump corrupt or incomplete",
      "15:migrations failed",
      "130, 143:ended by a signal"
    },
    subcommands = {
      InitCommand.class,
      StartCommand.class,
      NightCommand.class,
      DumpsCommand.class,
      ArchiveCommand.class,
      RefreshCommand.class,
      RehearseCommand.class,
      ClonesCommand.class,
      TargetsCommand.class,
      RunsCommand.class,
      PlanCommand.class,
      SweepCommand.class,
      RoutesCommand.class,
      DoctorCommand.class,
      NotifyCommand.class,
      UsersCommand.class,
      AuditCommand.class
    })
public final class Rehydrate implements Runnable {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ".",
      scope = ScopeType.INHERIT,
      description =
          "The home folder, with application.properties, plan.yaml and routes/ (default: the"
              + " current folder).")
  private Path home;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  Path home() {
    return home;
  }

  public static void main(String[] arguments) {
    CommandContext.ownProcess();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) ->
            LoggerFactory.getLogger(Rehydrate.class)
                .error("A thread failed: {}", SqlErrors.describeAny(failure)));
    System.exit(run(arguments));
  }

  /** Runs one command; gives its exit code. */
  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** All commands, and those that other jars add. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Rehydrate());
    ServiceLoader.load(AddedCommand.class).forEach(line::addSubcommand);
    AbsentCommand.addTo(line);
    return line.setExecutionExceptionHandler(new ExceptionHandler())
        .setParameterExceptionHandler(new UsageErrorHandler())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAllowSubcommandsAsOptionParameters(true); // --home demo
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do: one of the commands below");
  }
}
