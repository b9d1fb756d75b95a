package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.http.RunView;
import io.rehydrate.run.Figures;
import io.rehydrate.run.ProgressNote;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs}: what happened, and what happens now. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Lists nights and refreshes, newest first.")
final class RunsCommand implements Runnable {
  private static final int SHOWN = 50;
  private static final int LONGEST = 120;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public void run() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Map<RunId, ProgressNote> notes = beans.progressReports().book().notes();
      List<RunView> runs =
          beans.journal().newest(SHOWN).stream()
              .map(run -> RunView.of(run, Optional.ofNullable(notes.get(run.id()))))
              .toList();
      if (json) {
        Terminal.view(runs);
        return;
      }
      Instant now = Clock.systemUTC().instant();
      Terminal.table(
          List.of(
              "ID",
              "KIND",
              "STATE",
              "EXIT",
              "BEGAN",
              "TOOK",
              "STEP",
              "WHAT",
              "ASKED BY",
              "FAILURE"),
          runs.stream().map(run -> row(run, now)).toList());
    }
  }

  private static List<String> row(RunView run, Instant now) {
    return List.of(
        run.id(),
        run.kind(),
        run.state(),
        run.exitCode().map(Object::toString).orElse(""),
        run.startedAt().map(Figures::time).orElse("not yet"),
        run.startedAt()
            .map(start -> Figures.duration(Duration.between(start, run.endedAt().orElse(now))))
            .orElse(""),
        run.step() + run.progress().map(p -> ": " + p.text()).orElse(""),
        run.target().map(t -> t + " from ").orElse("")
            + run.dump().orElse("")
            + run.ref().map(r -> " at " + r).orElse(""),
        run.actor() + " (" + run.origin() + ")",
        run.failure().map(f -> shortened(f.message()) + " [" + f.code() + "]").orElse(""));
  }

  private static String shortened(String message) {
    String line = message.strip().lines().findFirst().orElse("");
    boolean whole = line.length() == message.strip().length() && line.length() <= LONGEST;
    return whole ? line : line.substring(0, Math.min(line.length(), LONGEST)) + "...";
  }

  private static RunId id(String text) {
    try {
      return new RunId(text);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException(
          ErrorCode.RUN_UNKNOWN, "No run has that id", "List them with 'runs'", e);
    }
  }

  @Command(name = "log", mixinStandardHelpOptions = true, description = "Shows a run's log.")
  void log(
      @Parameters(paramLabel = "ID") String text,
      @Option(names = "-f", description = "Follows it until the run ends.") boolean follow)
      throws InterruptedException {
    RunId id = id(text);
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      long offset = 0;
      boolean ended;
      CountDownLatch never = new CountDownLatch(1);
      do {
        ended = beans.journal().get(id).state().isEnded() || !follow;
        RunLog.Piece piece = beans.runs().readLog(id, offset);
        while (piece.nextOffset() > offset) {
          Terminal.text(piece.text());
          offset = piece.nextOffset();
          piece = beans.runs().readLog(id, offset);
        }
      } while (!ended && !never.await(500, TimeUnit.MILLISECONDS));
    }
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Has a run cancelled, wherever it runs.")
  void cancel(@Parameters(paramLabel = "ID") String text) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Run run = beans.runs().cancel(id(text), CommandContext.actor());
      Terminal.message(
          "run "
              + run.id()
              + " is "
              + run.state().name().toLowerCase(Locale.ROOT)
              + (run.state().isEnded() ? "" : "; it ends within seconds"));
    }
  }
}
