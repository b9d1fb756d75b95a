package io.rehydrate.cli;

import io.rehydrate.archive.ArchiveFailure;
import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.daemon.RouteCheck;
import io.rehydrate.daemon.RouteInventory;
import io.rehydrate.daemon.ShippedRoutes;
import io.rehydrate.doctor.Check;
import io.rehydrate.doctor.Doctor;
import io.rehydrate.doctor.FillInChecks;
import io.rehydrate.error.Counted;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.refresh.JournalAdmissions;
import io.rehydrate.run.Journal;
import io.rehydrate.run.State;
import io.rehydrate.settings.Archive;
import io.rehydrate.settings.Environment;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.aws.Leftovers;
import io.rehydrate.store.KnownStores;
import io.rehydrate.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what a night and a refresh need, each line ok, warn or fail. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Examines tools, servers, grants, space, clock and git access.")
final class DoctorCommand implements Callable<Integer> {
  private static final String STATE = "state.";
  private static final String ARCHIVE = "archive";
  private static final String ROUTES = "routes";
  private static final String SCHEDULE = "schedule";
  private static final String NO_REGION = "aws.client";

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    List<Check> gaps = FillInChecks.of(CommandContext.of(spec), Environment.variables());
    Settings settings;
    try {
      settings = CommandContext.settings(spec);
    } catch (InvalidException e) {
      if (!gaps.isEmpty()) {
        show(gaps);
      }
      throw e;
    }
    List<Check> checks = Stream.concat(gaps.stream(), examine(settings).stream()).toList();
    show(checks);
    return checks.stream().anyMatch(c -> c.level() == Check.Level.FAIL) ? 1 : 0;
  }

  /** A state database that can't be used is one finding, and keeps none of the others back. */
  private static List<Check> examine(Settings settings) {
    try (Beans beans = CommandContext.beans(settings, Logging.Mode.COMMAND, List.of())) {
      List<Check> checks =
          Doctor.run(
              settings,
              Clock.systemUTC(),
              Optional.of(beans.admissions()),
              Optional.of(beans.store()),
              Optional.of(beans.leftovers()));
      ShippedRoutes shipped = ShippedRoutes.installed();
      return withArchive(
          withRoutes(
              withSchedules(checks, RouteCheck.schedules(settings, beans.byName(), shipped)),
              new RouteInventory(settings, shipped)),
          beans);
    } catch (InvalidException e) {
      if (!e.code().equals(NO_REGION)) {
        throw e;
      }
      return withoutAws(settings);
    } catch (StageFailedException e) {
      if (!e.code().startsWith(STATE)) {
        throw e;
      }
      return Doctor.run(settings, Clock.systemUTC(), Optional.empty(), Optional.empty());
    }
  }

  /** Without a region there is no client of AWS's, and so no bean; that is one finding as well. */
  private static List<Check> withoutAws(Settings settings) {
    Clock clock = Clock.systemUTC();
    try (State state = State.open(settings.state())) {
      Journal journal = new Journal(state, clock);
      return Doctor.run(
          settings,
          clock,
          Optional.of(new JournalAdmissions(journal)),
          Optional.of(
              new Store(
                  settings.store().directory(),
                  clock,
                  KnownStores.of(journal, CommandContext.actor()))),
          Optional.of(new Leftovers(journal, settings.deadlines().delete(), clock)));
    }
  }

  /** The routes have the hours; the settings only fill in what the shipped route leaves to them. */
  private static List<Check> withSchedules(List<Check> checks, List<String> schedules) {
    Check known =
        schedules.isEmpty()
            ? new Check(
                SCHEDULE,
                Check.Level.WARN,
                "no route starts a night by itself",
                "Switch the route nightly on (autoStartup), or look at 'routes check'")
            : new Check(SCHEDULE, Check.Level.OK, String.join("; ", schedules), "");
    return checks.stream().map(c -> c.name().equals(SCHEDULE) ? known : c).toList();
  }

  /** The home's files, and the shipped ones that they were made from. */
  private static List<Check> withRoutes(List<Check> checks, RouteInventory inventory) {
    List<String> outdated = inventory.outdated();
    long own = inventory.entries().stream().filter(e -> e.state().isOfHome()).count();
    Check routes =
        outdated.isEmpty()
            ? new Check(
                ROUTES,
                Check.Level.OK,
                own == 0 ? "the shipped ones" : Counted.of(own, "file") + " of the home folder",
                "")
            : new Check(
                ROUTES,
                Check.Level.WARN,
                String.join("; ", outdated),
                "Take the changes over and eject the file again, or keep it as it is");
    return Stream.concat(checks.stream(), Stream.of(routes)).toList();
  }

  /** Writes to the archive, lists it and deletes there by the routes that copy to it. */
  private static List<Check> withArchive(List<Check> checks, Beans beans) {
    return Stream.concat(
            checks.stream(), beans.settings().archive().map(a -> archive(a, beans)).stream())
        .toList();
  }

  private static Check archive(Archive archive, Beans beans) {
    try (Engine engine = Engine.foreground(beans)) {
      long dumps = ArchiveCommand.probed(engine).count();
      return new Check(
          ARCHIVE,
          Check.Level.OK,
          archive.kind() + ", " + Counted.of(dumps, "dump") + "; files can be made and deleted",
          "");
    } catch (CamelExecutionException | RehydrateException e) {
      StageFailedException failure = ArchiveFailure.of(e);
      return new Check(ARCHIVE, Check.Level.FAIL, failure.getMessage(), failure.hint());
    }
  }

  private void show(List<Check> checks) {
    if (json) {
      Terminal.json(checks);
    } else {
      checks.forEach(DoctorCommand::show);
    }
  }

  private static void show(Check check) {
    Terminal.data(
        String.format(
            "%-4s  %s: %s",
            check.level().name().toLowerCase(Locale.ROOT), check.name(), check.message()));
    if (!check.hint().isEmpty() && check.level() != Check.Level.OK) {
      Terminal.data("      " + check.hint());
    }
  }
}
