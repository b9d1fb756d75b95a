package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.error.BusyException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.migrate.Ref;
import io.rehydrate.rehearse.Rehearsal;
import io.rehydrate.run.JournalAudit;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunKind;
import io.rehydrate.store.OfferedDumps;
import io.rehydrate.store.StoredDump;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rehearse}: refs' pending migrations on a dump, in the foreground. */
@Command(
    name = "rehearse",
    mixinStandardHelpOptions = true,
    description =
        "Runs the pending migrations of refs on a dump, on the scratch server, and measures them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all migrations ran",
      "1:a ref could not be rehearsed",
      "11:a night or another rehearsal is in progress",
      "15:a migration failed"
    })
final class RehearseCommand implements Callable<Integer> {
  private static final int FAILED = 15;
  private static final int NOT_RUN = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--dump",
      paramLabel = "ID",
      defaultValue = OfferedDumps.LATEST,
      description = "A dump's id, or latest (the default).")
  private String dump;

  @Option(names = "--json", description = "The results as JSON.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "REF",
      description = "A branch or tag; of one name: branch:NAME or tag:NAME.")
  private List<String> refs;

  /** A ref as it was asked for, and what came of it; empty: it could not even be begun. */
  private record Result(String asked, Optional<Rehearsal> rehearsal) {
    boolean is(Rehearsal.State state) {
      return rehearsal.map(Rehearsal::state).orElse(Rehearsal.State.NOT_RUN) == state;
    }
  }

  @Override
  public Integer call() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Shutdown shutdown = Shutdown.of(beans.runs()::stopForGood, beans);
      StoredDump on = beans.rehearsals().dump(dump);
      List<Result> results = new ArrayList<>();
      for (String ref : refs) {
        results.add(result(beans, shutdown, on, ref));
      }
      if (json) {
        Terminal.view(results.stream().flatMap(r -> r.rehearsal().stream()).toList());
      } else {
        results.forEach(RehearseCommand::show);
      }
      return code(results);
    }
  }

  private static int code(List<Result> results) {
    if (results.stream().anyMatch(r -> r.is(Rehearsal.State.FAILED))) {
      return FAILED;
    }
    return results.stream().allMatch(r -> r.is(Rehearsal.State.OK)) ? 0 : NOT_RUN;
  }

  private Result result(Beans beans, Shutdown shutdown, StoredDump on, String asked) {
    try {
      Ref ref = beans.rehearsals().ref(asked);
      Optional<Rehearsal> known = beans.rehearsals().known(on, ref);
      if (known.isPresent()) {
        Terminal.message(asked + ": rehearsed already, by the run " + known.get().run());
        return new Result(asked, known);
      }
      Run queued =
          Audited.request(
              beans,
              RunKind.REHEARSAL,
              beans.rehearsals().lease(),
              JournalAudit.asked(on.id().value(), Optional.of(asked)),
              () -> queued(beans, on, ref));
      shutdown.during(() -> Foreground.run(beans, "direct:rehearsal", queued));
      return new Result(
          asked,
          beans
              .rehearsals()
              .rehearsals()
              .of(on.id(), ref.kind().name().toLowerCase(Locale.ROOT), ref.name())
              .filter(r -> r.run().equals(queued.id().value())));
    } catch (BusyException e) {
      throw e;
    } catch (RehydrateException e) {
      Terminal.problem(asked + ": " + e.getMessage(), e.code(), e.hint());
      return new Result(asked, Optional.empty());
    }
  }

  private static Run queued(Beans beans, StoredDump on, Ref ref) {
    beans.recover();
    beans.runs().requireFree(beans.rehearsals().lease());
    return beans.rehearsals().queue(CommandContext.actor(), on, ref);
  }

  private static void show(Result result) {
    if (result.rehearsal().isEmpty()) {
      Terminal.data(result.asked() + ": not-run");
      return;
    }
    Rehearsal rehearsal = result.rehearsal().get();
    Terminal.data(rehearsal.text());
    if (!rehearsal.statements().isEmpty()) {
      Terminal.table(
          List.of("FILE", "LINE", "STATEMENT", "SECONDS", "ROWS", "CHANGE", "LOCKED"),
          rehearsal.statements().stream()
              .map(
                  s ->
                      List.of(
                          s.file(),
                          s.line().map(Object::toString).orElse("?"),
                          s.what() + (s.failed() ? " (failed)" : ""),
                          String.valueOf(s.seconds()),
                          String.valueOf(s.rows()),
                          s.change().orElse(""),
                          s.lockSeconds().map(Object::toString).orElse("")))
              .toList());
    }
    rehearsal
        .estimatedSeconds()
        .ifPresent(seconds -> Terminal.data("estimated at production's size: " + seconds + " s"));
    if (!rehearsal.lostRows().isEmpty()) {
      Terminal.data("tables that lost rows: " + String.join(", ", rehearsal.lostRows()));
    }
  }
}
