package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.http.RunOperations;
import io.rehydrate.http.RunView;
import io.rehydrate.refresh.keep.KeptReport;
import io.rehydrate.run.Figures;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
      List<RunView> runs = operations(beans).newest(SHOWN);
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

  private static RunOperations operations(Beans beans) {
    return new RunOperations(beans.journal(), beans.runs(), beans.progressReports().book());
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
        at(run),
        what(run),
        run.actor() + " (" + run.origin() + ")",
        run.failure().map(f -> shortened(f.message()) + " [" + f.code() + "]").orElse(""));
  }

  /** The step that it is at, or its place in the queue. */
  private static String at(RunView run) {
    return run.step()
        + run.progress().map(p -> ": " + p.text()).orElse("")
        + run.queue().map(queue -> ": " + queue.text()).orElse("");
  }

  private static String what(RunView run) {
    return run.target().map(t -> t + " from ").orElse("")
        + run.dump().orElse("")
        + run.ref().map(r -> " at " + r).orElse("");
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

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one run.")
  void show(
      @Parameters(paramLabel = "ID") String text,
      @Option(names = "--json", description = "As JSON.") boolean asJson) {
    RunId id = id(text);
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      RunView run = operations(beans).view(id.value());
      if (asJson) {
        Terminal.view(run);
        return;
      }
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("run", run.id());
      facts.put("kind", run.kind() + " " + what(run));
      facts.put(
          "state", run.state() + run.exitCode().map(code -> ", exit code " + code).orElse(""));
      facts.put("step", at(run));
      facts.put("requested", Figures.time(run.createdAt()) + " by " + run.actor());
      run.startedAt().ifPresent(at -> facts.put("began", Figures.time(at)));
      run.endedAt().ifPresent(at -> facts.put("ended", Figures.time(at)));
      run.failure()
          .ifPresent(f -> facts.put("failure", f.message() + " [" + f.code() + "] " + f.hint()));
      run.kept().ifPresent(kept -> kept(kept, facts));
      Terminal.table(
          List.of("WHAT", ""),
          facts.entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList());
    }
  }

  private static void kept(KeptReport kept, Map<String, String> facts) {
    facts.put("kept rows in", kept.folder());
    List<String> sentences =
        kept.tables().stream().flatMap(table -> table.sentences().stream()).toList();
    int number = 1;
    for (String sentence : sentences) {
      facts.put("kept rows, " + number++, sentence);
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
              + (run.state().isEnded() ? "" : "; it ends within seconds")
              + run.failure().map(failure -> ": " + failure.message()).orElse(""));
    }
  }
}
