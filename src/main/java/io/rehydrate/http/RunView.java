package io.rehydrate.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.rehydrate.run.Figures;
import io.rehydrate.run.ProgressNote;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A run as the API tells it.
 *
 * @param exitCode once it has ended
 */
@JsonPropertyOrder({"id", "kind", "state", "step"})
public record RunView(
    String id,
    String kind,
    String state,
    String step,
    String actor,
    String origin,
    Optional<Instant> asOf,
    Optional<String> target,
    Optional<String> dump,
    Optional<String> ref,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<ProgressView> progress,
    Optional<Integer> exitCode,
    Optional<FailureView> failure,
    Optional<String> daemon) {

  /** Why it failed. */
  public record FailureView(String code, String message, String hint) {}

  /** How far it has come. */
  public record ProgressView(
      String work,
      String unit,
      long done,
      long total,
      double perSecond,
      Optional<Long> secondsLeft,
      Optional<Long> runSecondsLeft) {

    /** {@code copy 30 %, 1 m 10 s left}. */
    public String text() {
      return work
          + " "
          + done * 100 / total
          + " %"
          + secondsLeft
              .map(s -> ", " + Figures.duration(Duration.ofSeconds(s)) + " left")
              .orElse("");
    }

    static ProgressView of(ProgressNote note) {
      return new ProgressView(
          note.work(),
          note.unit(),
          note.done(),
          note.total(),
          note.perSecond(),
          note.secondsLeft(),
          note.runSecondsLeft());
    }
  }

  public static RunView of(Run run) {
    return of(run, Optional.empty());
  }

  /**
   * @param progress of a run in progress
   */
  public static RunView of(Run run, Optional<ProgressNote> progress) {
    return new RunView(
        run.id().value(),
        lower(run.kind()),
        lower(run.state()),
        run.step(),
        run.actor().name(),
        run.actor().origin(),
        run.asOf(),
        run.target(),
        run.dump(),
        run.ref(),
        run.createdAt(),
        run.startedAt(),
        run.endedAt(),
        progress.filter(p -> !run.state().isEnded()).map(ProgressView::of),
        exitCode(run),
        run.failure().map(f -> new FailureView(f.code(), f.message(), f.hint())),
        run.daemon());
  }

  private static Optional<Integer> exitCode(Run run) {
    if (!run.state().isEnded()) {
      return Optional.empty();
    }
    if (run.state() == RunState.SUCCEEDED) {
      return Optional.of(0);
    }
    return Optional.of(run.failure().map(Run.Failure::exitCode).filter(c -> c != 0).orElse(1));
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
