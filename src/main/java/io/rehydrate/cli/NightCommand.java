package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.dehydrate.compile.Dehydration;
import io.rehydrate.error.BusyException;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.night.Nights;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunKind;
import io.rehydrate.settings.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
      names = "--snapshot",
      paramLabel = "create|latest",
      description =
          "AWS snapshot kinds: take a snapshot, or use the newest automatic one (default:"
              + " source.snapshot).")
  private Optional<Snapshot> snapshot;

  /** Which snapshot a night begins with. */
  enum Snapshot {
    create,
    latest
  }

  @Option(
      names = "--dry-run",
      description = "Checks everything that can be checked, and says what a night would do.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (Beans beans = CommandContext.beans(settings(), Logging.Mode.COMMAND, List.of())) {
      Shutdown shutdown = Shutdown.of(beans.runs()::stopForGood, beans);
      Instant time =
          asOf.map(NightCommand::time)
              .orElse(Clock.systemUTC().instant())
              .truncatedTo(ChronoUnit.SECONDS);
      if (dryRun) {
        return dryRun(beans, time);
      }
      beans.recover();
      RunId begun = beans.runs().nextResumable();
      if (begun != null) {
        return goOn(beans, begun, shutdown);
      }
      String lease = Nights.lease(beans.settings());
      Run queued =
          Audited.request(
              beans,
              RunKind.NIGHT,
              lease,
              "as of " + time,
              () -> {
                beans.runs().requireFree(lease);
                return beans.nights().queue(CommandContext.actor(), time);
              });
      return shutdown.during(() -> run(beans, queued));
    }
  }

  private Settings settings() {
    Settings settings = CommandContext.settings(spec);
    if (snapshot.isPresent() && settings.aws().isEmpty()) {
      throw new InvalidException(
          ErrorCode.NIGHT_SNAPSHOT,
          "--snapshot is for the AWS snapshot kinds, and source.kind is "
              + settings.source().kind(),
          "Leave it out");
    }
    return snapshot.map(s -> settings.withLatestSnapshot(s == Snapshot.latest)).orElse(settings);
  }

  /** A night that died while AWS made its scratch: what was begun is not paid for twice. */
  private int goOn(Beans beans, RunId begun, Shutdown shutdown) {
    if (asOf.isPresent() || snapshot.isPresent()) {
      throw new BusyException(
          ErrorCode.NIGHT_BEGUN,
          "The night "
              + begun
              + " was interrupted while AWS created its scratch, and waits to be resumed",
          "Go on with it by 'night' alone, or give it up with 'runs cancel " + begun + "'");
    }
    Terminal.message("resuming the night " + begun);
    return shutdown.during(() -> run(beans, beans.journal().get(begun)));
  }

  /** The dump's id is the command's data, also where the dump is held. */
  private static int run(Beans beans, Run queued) {
    int code = Foreground.run(beans, "direct:night", queued);
    beans.journal().get(queued.id()).dump().ifPresent(Terminal::data);
    return code;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidException(
          ErrorCode.NIGHT_AS_OF,
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
            + Counted.of(plan.tables().size(), "table")
            + ", run at least "
            + Counted.of(statements, "statement")
            + " on the scratch, and publish a dump in "
            + beans.store().directory());
    return 0;
  }
}
