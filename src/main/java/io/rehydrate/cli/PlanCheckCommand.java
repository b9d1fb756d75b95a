package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.ErrorKind;
import io.rehydrate.error.InvalidException;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.planning.review.Finding;
import io.rehydrate.planning.review.PlanReview;
import io.rehydrate.planning.review.Review;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plan check}: everything that can be said of the plan before a night. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Checks the plan against the source's schema and data: every problem and warning at once,"
            + " and what changed in the schema since the last dump.")
final class PlanCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "How long the source's data may be looked at, read only; 0: not at all (default: 60).")
  private int seconds;

  /** The answer as JSON. */
  record Answer(
      Optional<String> comparedWith,
      List<FindingLine> findings,
      List<TableLine> tables,
      List<RelationLine> relations) {}

  record FindingLine(
      String level, String code, OptionalInt line, String where, String message, String remedy) {}

  record TableLine(String table, String rows, List<String> masked) {}

  /** Counts are empty where there was no time to count. */
  record RelationLine(
      String relation,
      boolean declared,
      boolean followed,
      Optional<Long> references,
      Optional<Long> orphans,
      boolean sampled) {}

  @Override
  public Integer call() {
    if (seconds < 0) {
      throw new InvalidException(
          ErrorCode.PLAN_SECONDS, "--seconds can't be less than 0", "Give 0 or more");
    }
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Review review =
          new PlanReview(beans.settings(), beans.livePlan(), beans.store(), Clock.systemUTC())
              .review(Duration.ofSeconds(seconds));
      if (json) {
        Terminal.json(answer(review));
      } else {
        show(review);
      }
      return review.hasProblems() ? ErrorKind.INVALID.exitCode() : 0;
    }
  }

  private static Answer answer(Review review) {
    return new Answer(
        review.comparedWith().map(Object::toString),
        review.findings().stream()
            .map(
                f ->
                    new FindingLine(
                        level(f), f.code(), f.line(), f.where(), f.message(), f.remedy()))
            .toList(),
        review.plan().map(PlanCheckCommand::tables).orElse(List.of()),
        review.plan().map(plan -> relations(plan, review)).orElse(List.of()));
  }

  private static String level(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }

  private static List<TableLine> tables(ResolvedPlan plan) {
    return plan.tables().values().stream()
        .map(
            rule ->
                new TableLine(
                    rule.table().name().toString(),
                    rule.rows().name().toLowerCase(Locale.ROOT),
                    rule.masks().keySet().stream().sorted().toList()))
        .toList();
  }

  private static List<RelationLine> relations(ResolvedPlan plan, Review review) {
    return plan.references().stream()
        .map(
            reference -> {
              var found = Optional.ofNullable(review.measured().get(reference));
              return new RelationLine(
                  reference.text(),
                  reference.declared(),
                  reference.followed(),
                  found.map(f -> f.references()),
                  found.map(f -> f.orphans()),
                  found.filter(f -> f.sampled()).isPresent());
            })
        .toList();
  }

  private static void show(Review review) {
    review.plan().ifPresent(plan -> showPlan(plan, review));
    review.findings().forEach(PlanCheckCommand::show);
    Terminal.message(summary(review));
  }

  private static void showPlan(ResolvedPlan plan, Review review) {
    Terminal.table(
        List.of("TABLE", "ROWS", "MASKED COLUMNS"),
        tables(plan).stream()
            .map(t -> List.of(t.table(), t.rows(), String.join(", ", t.masked())))
            .toList());
    Terminal.data("");
    Terminal.table(
        List.of("RELATION", "FOLLOWED", "REFERENCES", "LEAD NOWHERE"),
        relations(plan, review).stream()
            .map(
                r ->
                    List.of(
                        r.relation(),
                        r.followed() ? "yes" : "",
                        r.references().map(n -> n + (r.sampled() ? " seen" : "")).orElse(""),
                        r.orphans().map(Object::toString).orElse("")))
            .toList());
    Terminal.data("");
  }

  private static void show(Finding finding) {
    Terminal.data(
        level(finding)
            + "  "
            + (finding.line().isPresent() ? "line " + finding.line().getAsInt() + ", " : "")
            + (finding.where().isEmpty() ? "" : finding.where() + ": ")
            + finding.message());
    if (!finding.remedy().isEmpty()) {
      Terminal.data("         " + finding.remedy());
    }
  }

  private static String summary(Review review) {
    String counts =
        count(review, Finding.Level.WARNING, "warning")
            + ", "
            + count(review, Finding.Level.NOTE, "note");
    String drift = review.comparedWith().map(id -> ", compared with the dump " + id).orElse("");
    return review
        .plan()
        .filter(plan -> !review.hasProblems())
        .map(
            plan ->
                "The plan fits: "
                    + Counted.of(plan.tables().size(), "table")
                    + ", "
                    + Counted.of(plan.references().size(), "relation")
                    + "; "
                    + counts
                    + drift)
        .orElseGet(
            () ->
                "The plan has "
                    + count(review, Finding.Level.PROBLEM, "problem")
                    + " [plan.invalid]; "
                    + counts
                    + drift);
  }

  private static String count(Review review, Finding.Level level, String word) {
    long count = review.count(level);
    return (count == 0 ? "no" : Long.toString(count)) + " " + word + (count == 1 ? "" : "s");
  }
}
