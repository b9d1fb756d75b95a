package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.planning.explain.Explainer;
import io.rehydrate.planning.explain.Explanation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plan explain}: why one row stays, or goes. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Says why a row stays, or the first rule that drops it: asked of the source, read only, at"
            + " the last dump's as-of time and with its plan.")
final class PlanExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "TABLE", description = "table or schema.table")
  private String table;

  @Parameters(
      index = "1",
      paramLabel = "KEY",
      description = "The row's primary key; several columns between commas.")
  private String key;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long the source may be asked (default: 60).")
  private int seconds;

  /** The answer as JSON. */
  record Answer(
      String verdict,
      Instant asOf,
      Optional<String> dump,
      List<StepLine> steps,
      List<String> notes) {}

  record StepLine(
      String table, String key, String rule, String why, Optional<Boolean> changedSince) {}

  @Override
  public Integer call() {
    if (seconds < 1) {
      throw new InvalidException(
          ErrorCode.PLAN_SECONDS, "--seconds must be 1 or more", "Leave it out: 60");
    }
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Explanation explanation =
          new Explainer(beans.settings(), beans.livePlan(), beans.store(), Clock.systemUTC())
              .explain(table, key, Duration.ofSeconds(seconds));
      if (json) {
        Terminal.json(answer(explanation));
      } else {
        show(explanation);
      }
      return explanation.verdict() == Explanation.Verdict.UNKNOWN ? 1 : 0;
    }
  }

  private static Answer answer(Explanation explanation) {
    return new Answer(
        lower(explanation.verdict()),
        explanation.asOf(),
        explanation.dump().map(Object::toString),
        explanation.steps().stream()
            .map(s -> new StepLine(s.table(), s.key(), lower(s.rule()), s.why(), s.changed()))
            .toList(),
        explanation.notes());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void show(Explanation explanation) {
    Terminal.message(
        explanation
            .dump()
            .map(id -> "As of " + explanation.asOf() + ", with the plan of the dump " + id)
            .orElse("There is no dump: as of now, with the plan of this moment"));
    explanation.notes().forEach(Terminal::message);
    Terminal.data(
        table
            + " "
            + key.replaceAll("\\p{Cntrl}", "?")
            + switch (explanation.verdict()) {
              case STAYS -> " stays";
              case GOES -> " goes";
              case UNKNOWN ->
                  ": not found out; more rows refer to it than were looked at, or the time was over";
            });
    for (Explanation.Step step : explanation.steps()) {
      Terminal.data(
          "  "
              + step.table()
              + " "
              + step.key()
              + " ("
              + lower(step.rule())
              + ") "
              + step.why()
              + (step.changed().orElse(false) ? "  [changed or made since]" : ""));
    }
    boolean untold = explanation.steps().stream().anyMatch(step -> step.changed().isEmpty());
    if (untold && explanation.dump().isPresent()) {
      Terminal.message(
          "Whether a row was changed since is known where a column is set by ON UPDATE alone");
    }
  }
}
