package io.rehydrate.run;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A run that this process is at: its log, its private folder, and what must stop when it is
 * cancelled. A route carries it in the variable {@code run}.
 */
public final class ActiveRun {
  private final Run run;
  private final Journal journal;
  private final RunLog log;
  private final Path workDirectory;
  private final Clock clock;
  private final List<Runnable> stoppers = new CopyOnWriteArrayList<>();
  private final Map<String, Double> durations = new LinkedHashMap<>();
  private volatile String cancelledBecause = "";
  private volatile Throwable failure;
  private volatile boolean suspended;
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final List<Supplier<String>> remarks = new CopyOnWriteArrayList<>();
  private String step = "";
  private Instant stepSince;

  ActiveRun(Run run, Journal journal, RunLog log, Path workDirectory, Clock clock) {
    this.run = run;
    this.journal = journal;
    this.log = log;
    this.workDirectory = workDirectory;
    this.clock = clock;
    this.stepSince = clock.instant();
  }

  public Run run() {
    return run;
  }

  public RunId id() {
    return run.id();
  }

  public RunLog log() {
    return log;
  }

  /** A folder that nobody else may read; it goes with the run. */
  public Path workDirectory() {
    return workDirectory;
  }

  /**
   * Begins the next step.
   *
   * @throws StageFailedException {@code run.cancelled}
   */
  public synchronized void step(String name) {
    requireNotCancelled();
    closeStep();
    step = name;
    journal.step(id(), name);
    log.info("step " + name);
  }

  private void closeStep() {
    Instant now = clock.instant();
    if (!step.isEmpty()) {
      durations.merge(step, Duration.between(stepSince, now).toMillis() / 1000.0, Double::sum);
    }
    stepSince = now;
  }

  /** Seconds of each step so far, in order. */
  public synchronized Map<String, Double> durations() {
    closeStep();
    return new LinkedHashMap<>(durations);
  }

  /**
   * Has something stopped when this run is cancelled; at once, where it is already.
   *
   * @param stopper ends what runs, and makes sure that nothing new begins
   */
  public void onCancel(Runnable stopper) {
    stoppers.add(stopper);
    if (isCancelled()) {
      stopper.run();
    }
  }

  /** Stops what this run does; its steps fail, and it is released as after any failure. */
  public void cancel(String because) {
    if (isCancelled()) {
      return;
    }
    cancelledBecause = because;
    log.info("cancelled: " + because);
    stop();
  }

  /**
   * Ends whatever still runs for this run: after a failure its parallel steps would work on beside
   * the release.
   */
  void stop() {
    stoppers.forEach(Runnable::run);
  }

  /** Stops what this run does here, so that another process goes on with it. */
  void suspend() {
    suspended = true;
    cancel("the process stops; the next start goes on with this run");
  }

  /** Whether another process goes on with this run: what it made stays. */
  public boolean isSuspended() {
    return suspended;
  }

  /** Has something told with the news of how the run ended. */
  public void note(String sentence) {
    notes.add(sentence);
  }

  /** Has something told in the report of what the run made, as it stands when that is written. */
  public void remark(Supplier<String> sentence) {
    remarks.add(sentence);
  }

  public List<String> remarks() {
    return remarks.stream().map(Supplier::get).toList();
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  public boolean isCancelled() {
    return !cancelledBecause.isEmpty();
  }

  /**
   * @throws StageFailedException {@code run.cancelled}
   */
  public void requireNotCancelled() {
    if (isCancelled()) {
      throw new StageFailedException(
          "run.cancelled", "The run was cancelled: " + cancelledBecause, "");
    }
  }

  /** The first failure counts: what fails afterwards mostly comes of it. */
  void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  RunState outcome() {
    if (isCancelled()) {
      return RunState.CANCELLED;
    }
    return failure == null ? RunState.SUCCEEDED : RunState.FAILED;
  }

  Optional<Run.Failure> failure() {
    if (failure == null) {
      return Optional.empty();
    }
    return Optional.of(describe(failure));
  }

  /** The words of a failure that are safe to keep. */
  static Run.Failure describe(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof RehydrateException ours) {
        return new Run.Failure(ours.kind().exitCode(), ours.code(), ours.getMessage(), ours.hint());
      }
    }
    return new Run.Failure(
        1,
        "unexpected",
        io.rehydrate.server.SqlErrors.describeAny(failure),
        "The daemon's own log has the details; please report it");
  }
}
