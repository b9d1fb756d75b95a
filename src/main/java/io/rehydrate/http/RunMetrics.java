package io.rehydrate.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunState;
import io.rehydrate.source.aws.Leftovers;
import io.rehydrate.store.StoredDump;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.apache.camel.Variable;

/** Meters of runs and dumps; they begin at zero, so that a first failure is seen as a rise. */
public final class RunMetrics {
  private final MeterRegistry meters;
  private final Journal journal;

  public RunMetrics(MeterRegistry meters, Journal journal, NewestDump newest) {
    this.meters = meters;
    this.journal = journal;
    for (RunKind kind : RunKind.values()) {
      for (RunState state : RunState.values()) {
        if (state.isEnded()) {
          ended(kind, state);
        }
      }
      duration(kind);
      StepLabel.all(kind).forEach(step -> stepDuration(kind, step));
    }
    gauge("rehydrate.dump.rows", newest, dump -> dump.manifest().rows());
    gauge("rehydrate.dump.bytes", newest, dump -> dump.manifest().bytes());
    Gauge.builder("rehydrate.dump.age.seconds", newest, RunMetrics::ageSeconds)
        .description("Seconds since the as-of time of the newest dump that is offered")
        .strongReference(true)
        .register(meters);
  }

  /** What earlier runs left at AWS and nobody could delete. */
  public static void gaugeLeftovers(MeterRegistry meters, Leftovers leftovers) {
    Gauge.builder("rehydrate.aws.leftovers", leftovers, l -> l.undeleted().size())
        .description("AWS resources of earlier runs that could not be deleted")
        .strongReference(true)
        .register(meters);
  }

  private static double ageSeconds(NewestDump newest) {
    return newest.age().map(Duration::toSeconds).map(Long::doubleValue).orElse(Double.NaN);
  }

  private void gauge(String name, NewestDump newest, ToDoubleFunction<StoredDump> value) {
    Gauge.builder(name, newest, n -> n.find().map(value::applyAsDouble).orElse(Double.NaN))
        .description("Of the newest dump that is offered")
        .strongReference(true)
        .register(meters);
  }

  private Counter ended(RunKind kind, RunState state) {
    return Counter.builder("rehydrate.runs.ended")
        .description("Runs that ended")
        .tag("kind", RunView.lower(kind))
        .tag("state", RunView.lower(state))
        .register(meters);
  }

  private Timer duration(RunKind kind) {
    return Timer.builder("rehydrate.run.duration")
        .description("From its beginning to its end")
        .tag("kind", RunView.lower(kind))
        .register(meters);
  }

  private Timer stepDuration(RunKind kind, String step) {
    return Timer.builder("rehydrate.run.step.duration")
        .description("Of the steps of runs that ended")
        .tag("kind", RunView.lower(kind))
        .tag("step", step)
        .register(meters);
  }

  /** Counts a run that has ended. */
  public void count(@Variable("run") ActiveRun active) {
    Run run = journal.get(active.id());
    if (!run.state().isEnded()) {
      return;
    }
    ended(run.kind(), run.state()).increment();
    active
        .durations()
        .forEach(
            (step, seconds) ->
                stepDuration(run.kind(), StepLabel.of(run.kind(), step))
                    .record(Duration.ofMillis(Math.round(seconds * 1000))));
    duration(run.kind())
        .record(
            Duration.between(
                run.startedAt().orElse(run.createdAt()), run.endedAt().orElse(run.createdAt())));
  }
}
