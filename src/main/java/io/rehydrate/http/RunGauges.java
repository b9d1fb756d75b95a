package io.rehydrate.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.rehydrate.refresh.StagingSchemaSetup;
import io.rehydrate.run.Resource;
import io.rehydrate.run.RunKind;
import io.rehydrate.source.ScratchRelease;
import io.rehydrate.store.StagingReleaser;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Gauges of what runs are doing, are waiting for, and have left; each is asked for at a scrape. */
public final class RunGauges {
  private static final String AWS = "aws";
  private static final List<String> LEFT =
      List.of(
          AWS, ScratchRelease.KIND, StagingReleaser.KIND, StagingSchemaSetup.KIND, StepLabel.OTHER);

  private final MeterRegistry meters;
  private final RunsNow now;

  private RunGauges(MeterRegistry meters, RunsNow now) {
    this.meters = meters;
    this.now = now;
  }

  /** Has this registry show them. */
  public static void register(MeterRegistry meters, RunsNow now) {
    RunGauges gauges = new RunGauges(meters, now);
    for (RunKind kind : RunKind.values()) {
      gauges.of(kind);
    }
    for (String what : LEFT) {
      gauges.add(
          "rehydrate.leftovers",
          "Things outside that runs made and have not removed, although they have ended",
          Tags.of("kind", what),
          at -> at.left().stream().filter(left -> label(left).equals(what)).count());
    }
  }

  private static String label(Resource left) {
    if (left.kind().startsWith("aws-")) {
      return AWS;
    }
    return LEFT.contains(left.kind()) ? left.kind() : StepLabel.OTHER;
  }

  private void of(RunKind kind) {
    Tags tags = Tags.of("kind", RunView.lower(kind));
    for (String step : StepLabel.all(kind)) {
      add(
          "rehydrate.runs.in.progress",
          "Runs in progress, by the step that they are at",
          tags.and("step", step),
          at ->
              at.running().stream()
                  .filter(run -> run.kind() == kind)
                  .filter(run -> StepLabel.of(kind, run.step()).equals(step))
                  .count());
    }
    add(
        "rehydrate.run.age.seconds",
        "Since the beginning of the oldest run in progress; 0 without one",
        tags,
        at -> at.oldest(kind).map(run -> run.age().toMillis() / 1000.0).orElse(0.0));
    add(
        "rehydrate.run.step.age.seconds",
        "Since the oldest run in progress began its step; 0 without one",
        tags,
        at -> at.oldest(kind).map(run -> run.stepAge().toMillis() / 1000.0).orElse(0.0));
    add(
        "rehydrate.runs.queued",
        "Runs that wait for their beginning",
        tags,
        at -> at.queued().getOrDefault(kind, List.of()).size());
    add(
        "rehydrate.queue.age.seconds",
        "Since the oldest of the waiting runs was requested; 0 without one",
        tags,
        at ->
            at.queued().getOrDefault(kind, List.of()).stream()
                .mapToDouble(age -> age.toMillis() / 1000.0)
                .max()
                .orElse(0));
    add(
        "rehydrate.last.success.timestamp.seconds",
        "When the last run that succeeded has ended, as Unix time",
        tags,
        at ->
            at.lastSuccess().containsKey(kind)
                ? at.lastSuccess().get(kind).toEpochMilli() / 1000.0
                : Double.NaN);
  }

  private void add(String name, String what, Tags tags, ToDoubleFunction<RunsNow.Seen> value) {
    Gauge.builder(name, now, n -> n.seen().map(value::applyAsDouble).orElse(Double.NaN))
        .description(what)
        .tags(tags)
        .strongReference(true)
        .register(meters);
  }
}
