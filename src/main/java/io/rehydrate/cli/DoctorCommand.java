package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.RouteCheck;
import io.rehydrate.doctor.Check;
import io.rehydrate.doctor.Doctor;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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
  private static final String SCHEDULE = "schedule";

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Settings settings = Home.settings(spec);
    List<Check> checks = examine(settings);
    if (json) {
      Terminal.json(checks);
    } else {
      checks.forEach(DoctorCommand::show);
    }
    return checks.stream().anyMatch(c -> c.level() == Check.Level.FAIL) ? 1 : 0;
  }

  /** A state database that can't be used is one finding, and keeps none of the others back. */
  private static List<Check> examine(Settings settings) {
    try (Beans beans = Home.beans(settings, Logging.Mode.COMMAND, List.of())) {
      List<Check> checks =
          Doctor.run(
              settings,
              Clock.systemUTC(),
              Optional.of(beans.admissions()),
              Optional.of(beans.store()));
      return withSchedules(checks, RouteCheck.schedules(settings, beans.byName()));
    } catch (StageFailedException e) {
      if (!e.code().startsWith(STATE)) {
        throw e;
      }
      return Doctor.run(settings, Clock.systemUTC(), Optional.empty(), Optional.empty());
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
