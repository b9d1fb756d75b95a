package io.rehydrate.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.rehydrate.refresh.keep.KeptReport;
import io.rehydrate.run.Figures;
import io.rehydrate.run.ProgressNote;
import io.rehydrate.run.QueueOutlook;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * A run as the API tells it.
 *
 * @param exitCode once it has ended
 * @param queue while it waits
 * @param kept what became of the rows that a refresh kept; in the view of one run alone
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
    Optional<String> daemon,
    Optional<QueueView> queue,
    Optional<KeptReport> kept) {

  /**
   * Where it waits.
   *
   * @param position 1 for the run that is begun next
   */
  public record QueueView(int position, Optional<Instant> expectedStart) {

    static QueueView of(QueueOutlook.Place place) {
      return new QueueView(
          place.position(), place.expectedStart().map(at -> at.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** {@code number 2, expected to begin 2026-11-22 12:05:00Z}. */
    public String text() {
      return "number "
          + position
          + expectedStart.map(at -> ", expected to begin " + Figures.time(at)).orElse("");
    }
  }

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
    return of(run, Optional.empty(), Optional.empty());
  }

  /**
   * @param progress of a run in progress
   * @param place of one that waits
   */
  public static RunView of(
      Run run, Optional<ProgressNote> progress, Optional<QueueOutlook.Place> place) {
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
        run.daemon(),
        place.filter(p -> run.state() == RunState.QUEUED).map(QueueView::of),
        Optional.empty());
  }

  RunView withKept(Optional<KeptReport> report) {
    return new RunView(
        id, kind, state, step, actor, origin, asOf, target, dump, ref, createdAt, startedAt,
        endedAt, progress, exitCode, failure, daemon, queue, report);
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
