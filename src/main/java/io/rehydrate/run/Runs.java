package io.rehydrate.run;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of runs in this process: beginning, failing, ending, being cancelled. */
public final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  private final Journal journal;
  private final Leases leases;
  private final Release release;
  private final Path directory;
  private final Clock clock;
  private final Predicate<Run> resumable;
  private final Announced announced;
  private final Map<RunId, ActiveRun> active = new ConcurrentHashMap<>();
  private final List<Consumer<ActiveRun>> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param directory for logs and private folders
   */
  public Runs(Journal journal, Leases leases, Release release, Path directory, Clock clock) {
    this(journal, leases, release, directory, clock, run -> false);
  }

  /**
   * @param directory for logs and private folders
   * @param resumable whether a run that died at this step may go on under its id
   */
  public Runs(
      Journal journal,
      Leases leases,
      Release release,
      Path directory,
      Clock clock,
      Predicate<Run> resumable) {
    this.resumable = resumable;
    this.journal = journal;
    this.leases = leases;
    this.release = release;
    this.directory = directory;
    this.clock = clock;
    this.announced = new Announced(journal, leases, clock);
  }

  /** Says that this process, and no other, is about to begin a queued run. */
  public void announce(RunId id) {
    announced.add(id);
  }

  /** Leases on queued runs that this process is about to begin. */
  List<String> announced() {
    return announced.leases();
  }

  /**
   * Takes a queued run's lease and begins it; one that died and may go on is gone on with.
   *
   * @param id a run's id, as text or as {@link RunId}
   * @throws BusyException {@code lease.held}, {@code run.taken}
   */
  public ActiveRun begin(RunId id) {
    Run queued = journal.get(id);
    leases.take(queued.lease(), id.value());
    boolean begun = journal.begin(id);
    if (!begun && !mayGoOn(queued)) {
      leases.release(queued.lease());
      throw new BusyException(
          "run.taken", "The run " + id + " is not queued any more", "Look at it with 'runs'");
    }
    if (!begun) {
      deleteFolder(workDirectory(id));
      log(id).info("goes on: the process that ran it is gone");
    }
    ActiveRun run = new ActiveRun(journal.get(id), journal, log(id), makeFolder(id), clock);
    active.put(id, run);
    announced.remove(id);
    run.log()
        .info(
            queued.kind().name().toLowerCase(java.util.Locale.ROOT)
                + " "
                + id
                + " asked for by "
                + queued.actor().name()
                + " ("
                + queued.actor().origin()
                + ")");
    return run;
  }

  /** A run's id out of its text: a queue's row has it so. */
  public RunId id(String text) {
    return new RunId(text);
  }

  private Path workDirectory(RunId id) {
    return directory.resolve("work").resolve(id.value());
  }

  private Path makeFolder(RunId id) {
    Path folder = workDirectory(id);
    try {
      Files.createDirectories(folder.getParent());
      return Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The log of any run, also of one that another process is at. */
  public RunLog log(RunId id) {
    return new RunLog(directory.resolve("runs"), id, clock);
  }

  /** Begins a step of the run; a route's line between two steps. */
  public void step(@Variable("run") ActiveRun run, String name) {
    run.step(name);
  }

  /** Notes why a run's step failed; one that was cut because the process ends has not failed. */
  public void fail(
      @Variable("run") ActiveRun run,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
    if (run.isSuspended()) {
      return;
    }
    run.failed(cause);
    Run.Failure failure = ActiveRun.describe(cause);
    journal.failing(run.id(), failure);
    run.log().error("failed: " + failure.message() + " [" + failure.code() + "] " + failure.hint());
    LOG.debug("{} failed", run.id(), cause);
  }

  /**
   * Ends a run on every path: what still runs is stopped, what it made is removed, its lease given
   * back.
   */
  public void end(@Variable("run") ActiveRun run) {
    if (active.remove(run.id()) == null) {
      return;
    }
    run.stop();
    release.release(run.id(), run.log());
    journal.end(run.id(), run.outcome(), run.failure());
    run.log().info("ended: " + run.outcome().name().toLowerCase(java.util.Locale.ROOT));
    deleteFolder(run.workDirectory());
    leases.release(run.run().lease());
    listeners.forEach(listener -> listener.accept(run));
  }

  /** Ends a queued run that its own process could not begin; any other is left alone. */
  public void giveUp(RunId id, Throwable because) {
    journal.endQueued(id, RunState.FAILED, ActiveRun.describe(because));
    announced.remove(id);
  }

  /** Has somebody told of every run that has ended. */
  public void onEnd(Consumer<ActiveRun> listener) {
    listeners.add(listener);
  }

  /** Removes the log of a run that the journal has forgotten. */
  public void forget(RunId id) {
    try {
      log(id).delete();
    } catch (IOException e) {
      LOG.warn("the log of {} can't be removed: {}", id, e.getClass().getSimpleName());
    }
  }

  /** How a run ended, in a sentence for people who wait for news. */
  public String news(@Variable("run") ActiveRun run) {
    Run ended = journal.get(run.id());
    String what =
        ended.kind() == RunKind.NIGHT
            ? "Night " + ended.dump().map(d -> "(dump " + d + ") ").orElse("")
            : "Refresh of " + ended.target().orElse("?") + " ";
    return what
        + ended.state().name().toLowerCase(java.util.Locale.ROOT)
        + ended
            .failure()
            .map(f -> " at the step " + ended.step() + ": " + f.message() + " [" + f.code() + "]")
            .orElse("")
        + " (run "
        + ended.id()
        + ")"
        + run.notes().stream().map(note -> ". " + note).collect(Collectors.joining());
  }

  /** A run that died and may go on under its id; null where there is none: a route asks. */
  public RunId toGoOn() {
    return dead().filter(this::mayGoOn).map(Run::id).findFirst().orElse(null);
  }

  private Stream<Run> dead() {
    return journal.in(RunState.RUNNING).stream()
        .filter(run -> !leases.isHeldBy(run.lease(), run.id().value()))
        .filter(run -> !active.containsKey(run.id()));
  }

  private boolean mayGoOn(Run run) {
    return run.state() == RunState.RUNNING
        && run.failure().isEmpty()
        && resumable.test(run)
        && !journal.cancelRequested(run.id());
  }

  /** Runs whose things nobody may remove: those that go on, and those that may. */
  public Set<RunId> spared() {
    return Stream.concat(live().stream(), dead().filter(this::mayGoOn).map(Run::id))
        .collect(Collectors.toSet());
  }

  /** Runs that go on, in whatever process: their leases are held. */
  public Set<RunId> live() {
    return journal.in(RunState.RUNNING).stream()
        .filter(run -> leases.isHeldBy(run.lease(), run.id().value()))
        .map(Run::id)
        .collect(Collectors.toSet());
  }

  /** The run that this process is at under this id. */
  public Optional<ActiveRun> active(RunId id) {
    return Optional.ofNullable(active.get(id));
  }

  public List<ActiveRun> active() {
    return List.copyOf(active.values());
  }

  /**
   * Has a run cancelled, wherever it runs.
   *
   * @throws NotFoundException {@code run.unknown}
   */
  public Run cancel(RunId id, Actor actor) {
    Run run = journal.get(id);
    if (!run.state().isEnded()) {
      journal.requestCancel(id);
      log(id).info("cancel asked for by " + actor.name() + " (" + actor.origin() + ")");
      active(id).ifPresent(at -> at.cancel("asked for by " + actor.name()));
    }
    return journal.get(id);
  }

  /**
   * Before the process stops: ends every run that it is at, or leaves it so that the next process
   * goes on with it.
   */
  public void stop() {
    for (ActiveRun run : active()) {
      if (!run.isCancelled() && mayGoOn(journal.get(run.id()))) {
        suspend(run);
      } else {
        run.cancel("the process stops");
      }
    }
    active().forEach(this::end);
  }

  private void suspend(ActiveRun run) {
    run.suspend();
    active.remove(run.id());
    deleteFolder(run.workDirectory());
    leases.release(run.run().lease());
  }

  /**
   * Runs whose owner is dead become interrupted, and what any dead run left is removed.
   *
   * @return those that died
   */
  public List<Run> recover() {
    List<Run> died = dead().filter(dead -> !mayGoOn(dead)).toList();
    for (Run run : died) {
      RunLog log = log(run.id());
      log.info("interrupted: the process that ran it is gone");
      release.release(run.id(), log);
      journal.end(
          run.id(), RunState.INTERRUPTED, run.failure().or(() -> Optional.of(interrupted(run))));
      deleteFolder(workDirectory(run.id()));
    }
    for (Run run : announced.abandoned()) {
      if (journal.endQueued(run.id(), RunState.INTERRUPTED, interrupted(run))) {
        log(run.id()).info("interrupted: the command that asked for it is gone");
      }
    }
    for (RunId id : journal.runsWithResources()) {
      if (journal.find(id).map(run -> run.state().isEnded()).orElse(true)) {
        release.release(id, log(id));
      }
    }
    return died;
  }

  /** What runs made that are dead or have ended, and that was not removed. */
  public List<Resource> leftBehind() {
    Set<RunId> spared = spared();
    return journal.runsWithResources().stream()
        .filter(id -> !spared.contains(id))
        .flatMap(id -> journal.resources(id).stream())
        .toList();
  }

  private static Run.Failure interrupted(Run run) {
    return new Run.Failure(
        1, "run.interrupted", "The process ended at the step " + run.step(), "Ask for it again");
  }

  private static void deleteFolder(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      LOG.warn("{} can't be removed: {}", folder, e.getClass().getSimpleName());
    }
  }
}
