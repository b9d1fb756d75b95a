package io.rehydrate.run;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.NotFoundException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of runs in this process: beginning, failing, ending, being cancelled. */
public final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  private final Journal journal;
  private final Leases leases;
  private final Release release;
  private final RunFolders folders;
  private final RunLogs logs;
  private final CliQueuedRuns announced;
  private final DeadRuns dead;
  private final Claims claims;
  private final RunsStop stop;
  private final RunStart start;
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
   * @param resumable whether a run that died at this step may continue under its id
   */
  public Runs(
      Journal journal,
      Leases leases,
      Release release,
      Path directory,
      Clock clock,
      Predicate<Run> resumable) {
    this.journal = journal;
    this.leases = leases;
    this.release = release;
    this.folders = new RunFolders(directory);
    this.logs = new RunLogs(folders, journal, clock);
    this.announced = new CliQueuedRuns(journal, leases);
    this.claims = new Claims(this, leases);
    this.dead = new DeadRuns(this, journal, leases, release, announced, resumable);
    this.stop = new RunsStop(this, dead, journal);
    this.start =
        new RunStart(journal, leases, folders, logs, dead, claims, announced, active, clock);
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
   * Takes a queued run's lease and begins it; one that died and may continue is gone on with.
   *
   * @param id a run's id, as text or as {@link RunId}
   * @throws BusyException {@code lease.held}, {@code run.taken}
   */
  public ActiveRun begin(RunId id) {
    return start.begin(id);
  }

  /**
   * Does something while no run is in progress here, and none begins.
   *
   * @return what it gives; empty where a run is in progress
   */
  public <T> Optional<T> ifIdle(Callable<T> work) throws Exception {
    return start.ifIdle(work);
  }

  RunStart start() {
    return start;
  }

  /** Ends what was claimed a while ago, and what no route has begun since. */
  void endUnbegun() {
    claims.endOld();
  }

  /** The log of any run, also of one that another process is at. */
  public RunLog log(RunId id) {
    return logs.of(id);
  }

  /**
   * A piece of a run's log; of one that another machine has, where that is.
   *
   * @param offset the byte to begin at
   */
  public RunLog.Piece readLog(RunId id, long offset) {
    return logs.read(id, offset);
  }

  /**
   * Notes why a run's step failed. One that was cut because the process ends has not failed; what
   * fails after somebody cancelled it fails because of that.
   */
  public void fail(ActiveRun run, Exception thrown) {
    Exception cause = run.inWords(thrown);
    if (run.isSuspended() || !run.failed(cause)) {
      return;
    }
    Run.Failure failure = ActiveRun.describe(cause);
    journal.failing(run.id(), failure);
    run.log().error("failed: " + failure.message() + " [" + failure.code() + "] " + failure.hint());
    LOG.debug("{} failed", run.id(), cause);
  }

  /**
   * Ends a run on every path: what still runs is stopped, what it made is removed, its lease given
   * back. Whoever comes second waits until that is done.
   */
  public void end(ActiveRun run) {
    run.closing().lock();
    try {
      if (run.hasEnded() || run.isLeft()) {
        return;
      }
      run.endDue();
      run.stop();
      if (leases.keep(run.run().lease(), run.id().value()) && isRunning(run)) {
        release.release(run.id(), run.log());
        journal.end(run.id(), run.outcome(), journal.targetOutcome().of(run));
        run.log().info("ended: " + run.outcome().name().toLowerCase(Locale.ROOT));
        leases.release(run.run().lease());
      } else {
        run.log().info("left to whoever has its lease now");
      }
      run.ended();
      forget(run);
      listeners.forEach(listener -> listener.accept(run));
    } finally {
      run.closing().unlock();
    }
  }

  /** Ends what could not be ended while the state database did not answer. */
  void endAgain() {
    active().stream().filter(ActiveRun::isEndDue).forEach(this::end);
  }

  /** Another process that held it for dead has ended it. */
  private boolean isRunning(ActiveRun run) {
    return journal.get(run.id()).state() == RunState.RUNNING;
  }

  private void forget(ActiveRun run) {
    active.remove(run.id());
    claims.remove(run.id());
    deleteWork(run.id());
  }

  /** Ends a queued run that its own process could not begin; any other is left alone. */
  public void failQueued(RunId id, Throwable because) {
    journal.endQueued(id, RunState.FAILED, ActiveRun.describe(because));
    announced.remove(id);
  }

  /**
   * Ends a queued run of a command that is refused because something else is at work: it has not
   * failed.
   */
  public void withdraw(RunId id, BusyException because) {
    journal.endQueued(id, RunState.CANCELLED, ActiveRun.describe(because));
    announced.remove(id);
  }

  /**
   * To be called before a run is asked for that can't wait.
   *
   * @throws BusyException {@code lease.held}
   */
  public void requireFree(String lease) {
    leases.requireFree(lease);
  }

  /** Has somebody reported every run that has ended. */
  public void onEnd(Consumer<ActiveRun> listener) {
    listeners.add(listener);
  }

  /** Removes the log of a run that the journal has forgotten, and what lies next to it. */
  public void forget(RunId id) {
    logs.delete(id);
    folders.deleteKept(id);
  }

  /** How a run ended, in a sentence for people who wait for news. */
  public String news(ActiveRun run) {
    return RunNews.of(journal.get(run.id()), run.notes());
  }

  /** Of what the news tell: {@code night-failed} and the like. */
  public String event(ActiveRun run) {
    return RunNews.event(journal.get(run.id()));
  }

  /** A run that died and may continue under its id; null where there is none: a route asks. */
  public RunId nextResumable() {
    return dead.nextResumable();
  }

  /** Runs whose things nobody may remove: those that continue, and those that may. */
  public Set<RunId> runsToKeep() {
    return dead.runsToKeep();
  }

  /** Runs that continue, in whatever process: their leases are held, or they are this one's own. */
  public Set<RunId> live() {
    return dead.live();
  }

  /**
   * Runs whose owner is dead become interrupted, and what any dead run left is removed.
   *
   * @return those that died
   */
  public List<Run> recover() {
    return dead.recover();
  }

  /** Whether a run of this lease is dead that may not continue. */
  public boolean hasDead(String lease) {
    return dead.hasDead(lease);
  }

  /** What runs made that are dead or have ended, and that was not removed. */
  public List<Resource> leftBehind() {
    return dead.leftBehind();
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
      String by = "asked for by " + actor.name() + " (" + actor.origin() + ")";
      journal.requestCancel(id, actor);
      if (logs.elsewhere(id).isEmpty()) {
        log(id).info("cancel " + by);
      }
      active(id).ifPresent(at -> at.cancel(by));
    } else {
      journal.audit().cancelLate(id, actor);
    }
    return journal.get(id);
  }

  /**
   * Ends every run that this process is at, or leaves it so that the next process continues with
   * it. The routes that carry them get some time to come to their end by themselves.
   */
  public void stop() {
    stop.stop();
  }

  /** As {@link #stop}, before the process ends: none begins any more. */
  public void stopForGood() {
    start.refuseAll();
    stop();
  }

  /** Stops the work on a run that another process has taken; what it made is that one's now. */
  void leave(ActiveRun run) {
    run.leave(Ending.leaseLost("another process has its lease"));
    forget(run);
  }

  void suspend(ActiveRun run) {
    run.suspend();
    forget(run);
    leases.release(run.run().lease());
  }

  /** The runs that have a private folder on this machine. */
  List<RunId> workFolders() {
    return folders.made();
  }

  /** Removes a run's private folder. */
  void deleteWork(RunId id) {
    folders.delete(id);
  }
}
