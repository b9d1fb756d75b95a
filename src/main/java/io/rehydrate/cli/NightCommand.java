package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.dehydrate.Dehydration;
import io.rehydrate.error.InvalidException;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.Run;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code night}: one night now, in the foreground. */
@Command(
    name = "night",
    mixinStandardHelpOptions = true,
    description = "Runs one night now, in the foreground.")
final class NightCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description =
          "The time that windows count back from, as 2026-11-22T02:00:00Z (default: now).")
  private Optional<String> asOf;

  @Option(
      names = "--dry-run",
      description = "Checks everything that can be checked, and says what a night would do.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      Shutdown.with(beans);
      Instant time =
          asOf.map(NightCommand::time)
              .orElse(Clock.systemUTC().instant())
              .truncatedTo(ChronoUnit.SECONDS);
      if (dryRun) {
        return dryRun(beans, time);
      }
      beans.recover();
      Run queued = beans.nights().queue(Home.actor(), time);
      return Foreground.run(beans, "direct:night", queued);
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidException(
          "night.as-of",
          "'" + text + "' is not a time",
          "Write it in UTC, like 2026-11-22T02:00:00Z",
          e);
    }
  }

  private static int dryRun(Beans beans, Instant time) {
    ResolvedPlan plan = beans.livePlan().resolve();
    Dehydration dehydration =
        new Dehydration(plan, "rehydrate_dry_run", time.atZone(beans.settings().nightly().zone()));
    long statements =
        dehydration.script().stream()
            .flatMap(s -> s.tasks().stream())
            .mapToLong(t -> t.statements().size())
            .sum();
    Terminal.data(
        "A night as of "
            + time
            + " would copy "
            + plan.tables().size()
            + " tables, run at least "
            + statements
            + " statements on the scratch, and publish a dump in "
            + beans.store().directory());
    return 0;
  }
}
