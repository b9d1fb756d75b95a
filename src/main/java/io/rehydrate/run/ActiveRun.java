package io.rehydrate.run;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.FailurePlace;
import io.rehydrate.error.LeftoversException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.dao.DataAccessException;

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
  private final ReentrantLock closing = new ReentrantLock();
  private final AtomicReference<String> carrier = new AtomicReference<>("");
  private volatile Optional<Ending> ending = Optional.empty();
  private volatile Throwable failure;
  private volatile LeftoversException leftovers;
  private volatile UnaryOperator<Exception> wording = UnaryOperator.identity();
  private volatile boolean suspended;
  private volatile boolean accomplished;
  private volatile boolean ended;
  private volatile boolean endDue;
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final List<Supplier<String>> remarks = new CopyOnWriteArrayList<>();
  private final Progress progress;
  private volatile String step = "";
  private Instant stepSince;

  ActiveRun(Run run, Journal journal, RunLog log, Path workDirectory, Clock clock) {
    this.run = run;
    this.journal = journal;
    this.log = log;
    this.workDirectory = workDirectory;
    this.clock = clock;
    this.stepSince = clock.instant();
    this.progress = new Progress(clock);
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
    progress.end();
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

  /** Has the audit say which commit the run's ref is, before anything is done with it. */
  public void resolvedRef(String commit) {
    journal.audit().resolved(run, commit);
  }

  /** What the run's step counts of its work. */
  public Progress progress() {
    return progress;
  }

  /** The step that a run is at, and for how long. */
  record At(String step, Duration elapsed) {}

  synchronized At at() {
    double before = durations.getOrDefault(step, 0.0);
    Duration since = Duration.between(stepSince, clock.instant());
    return new At(step, since.plusMillis((long) (before * 1000)));
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
    endBy(Ending.cancelled(because));
  }

  /** Stops what this run does, and keeps why; what came first counts. */
  void endBy(Ending why) {
    synchronized (stoppers) {
      if (isCancelled()) {
        return;
      }
      ending = Optional.of(why);
    }
    log.info(why.message());
    stop();
    if (failure == null && !suspended && why.isKept()) {
      keep(why);
    }
  }

  /** For whoever finds the run should this process die now. */
  private void keep(Ending why) {
    try {
      journal.failing(id(), why.failure(step));
    } catch (DataAccessException e) {
      log.info("why it ends could not be kept in the journal for now");
    }
  }

  /** Ends whatever still runs for this run; after a failure, its parallel steps are at work. */
  void stop() {
    stoppers.forEach(Runnable::run);
  }

  /** Stops what this run does here, so that another process continues with it. */
  void suspend() {
    suspended = true;
    endBy(
        new Ending(
            RunState.RUNNING,
            ErrorCode.RUN_STOPPED,
            "The process stops; the next start resumes this run",
            ""));
  }

  /**
   * Whether another process continues this run, or may do so because its lease could not be
   * renewed: what it made stays.
   */
  public boolean isSuspended() {
    return suspended || ending.filter(why -> !why.isKept()).isPresent();
  }

  /** Whether another process has this run for certain. */
  boolean isLeft() {
    return suspended;
  }

  /** Stops what this run does here: another process has taken it. */
  void leave(Ending why) {
    suspended = true;
    endBy(why);
  }

  /** Has what fails from now on be reported as this puts it. */
  public void onFailure(UnaryOperator<Exception> wording) {
    this.wording = wording;
  }

  Exception inWords(Exception cause) {
    return wording.apply(cause);
  }

  /** Has something told with the news of how the run ended. */
  public void addNotification(String sentence) {
    notes.add(sentence);
  }

  /** Has something told in the report of what the run made, as it stands when that is written. */
  public void addReportNote(Supplier<String> sentence) {
    remarks.add(sentence);
  }

  public List<String> remarks() {
    return remarks.stream().map(Supplier::get).toList();
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Whether something has ended this run from outside: somebody, a deadline, a signal. */
  public boolean isCancelled() {
    return ending.isPresent();
  }

  /**
   * @throws StageFailedException {@code run.cancelled}, {@code run.deadline}, {@code run.stopped}
   */
  public void requireNotCancelled() {
    ending.ifPresent(
        why -> {
          throw new StageFailedException(why.code(), why.message(), why.hint());
        });
  }

  /** Says that the run has done what it is for: its dump is published, its target exchanged. */
  public void accomplished() {
    accomplished = true;
  }

  boolean isAccomplished() {
    return accomplished;
  }

  /** The id of the exchange that the run ends with at the latest; empty: none has it yet. */
  AtomicReference<String> carrier() {
    return carrier;
  }

  boolean isCarried() {
    return !carrier.get().isEmpty();
  }

  /** Held by the one thread that ends the run; others wait for it. */
  ReentrantLock closing() {
    return closing;
  }

  boolean hasEnded() {
    return ended;
  }

  void ended() {
    ended = true;
  }

  /** Whether somebody has tried to end it, and the state database was not there. */
  boolean isEndDue() {
    return endDue && !ended && !closing.isLocked();
  }

  void endDue() {
    endDue = true;
  }

  /**
   * The first failure counts: what fails afterwards mostly comes of it. So does what fails once the
   * run was ended from outside. But what is left behind and costs money is reported in any case.
   *
   * @return whether it counts
   */
  boolean failed(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof LeftoversException left) {
        leftovers = left;
        return true;
      }
    }
    if (failure != null || isCancelled()) {
      return false;
    }
    failure = cause;
    return true;
  }

  boolean hasFailed() {
    return failure != null;
  }

  RunState outcome() {
    RunState state = outcomeOfRoute();
    return leftovers != null && state == RunState.SUCCEEDED ? RunState.FAILED : state;
  }

  private RunState outcomeOfRoute() {
    if (failure != null) {
      return isUnneeded() ? RunState.CANCELLED : RunState.FAILED;
    }
    return ending.map(Ending::state).orElse(RunState.SUCCEEDED);
  }

  /** A night whose dump exists has not failed: somebody else was faster. */
  private boolean isUnneeded() {
    return failure instanceof BusyException busy && busy.code().equals("dump.exists");
  }

  Optional<Run.Failure> failure() {
    Optional<Run.Failure> first =
        failure == null ? ending.map(e -> e.failure(step)) : Optional.of(describe(failure));
    return leftovers == null ? first : Optional.of(describe(leftovers).after(first));
  }

  /** The words of a failure that are safe to keep. */
  static Run.Failure describe(Throwable failure) {
    return KnownFailure.of(failure)
        .map(
            known ->
                new Run.Failure(
                    known.kind().exitCode(), known.code(), known.getMessage(), known.hint()))
        .orElseGet(
            () ->
                new Run.Failure(
                    1,
                    ErrorCode.UNEXPECTED.text(),
                    SqlErrors.describeAny(failure)
                        + FailurePlace.of(failure).map(place -> " in " + place).orElse(""),
                    "Look at that step of the route; one that is as it was shipped is worth a"
                        + " report"));
  }
}
