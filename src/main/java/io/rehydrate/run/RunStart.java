package io.rehydrate.run;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How runs begin in this process: taken from a queue, or at once, and never while it stops. */
final class RunStart {
  private static final Logger LOG = LoggerFactory.getLogger(RunStart.class);

  private final Journal journal;
  private final Leases leases;
  private final RunFolders folders;
  private final RunLogs logs;
  private final DeadRuns dead;
  private final Claims claims;
  private final CliQueuedRuns announced;
  private final Map<RunId, ActiveRun> active;
  private final Clock clock;
  private final ReadWriteLock gate = new ReentrantReadWriteLock();
  private volatile boolean refusing;

  RunStart(
      Journal journal,
      Leases leases,
      RunFolders folders,
      RunLogs logs,
      DeadRuns dead,
      Claims claims,
      CliQueuedRuns announced,
      Map<RunId, ActiveRun> active,
      Clock clock) {
    this.journal = journal;
    this.leases = leases;
    this.folders = folders;
    this.logs = logs;
    this.dead = dead;
    this.claims = claims;
    this.announced = announced;
    this.active = active;
    this.clock = clock;
  }

  ActiveRun begin(RunId id) {
    gate.readLock().lock();
    try {
      return beginNow(id);
    } finally {
      gate.readLock().unlock();
    }
  }

  <T> Optional<T> ifIdle(Callable<T> work) throws Exception {
    gate.writeLock().lock();
    try {
      return active.isEmpty() ? Optional.of(work.call()) : Optional.empty();
    } finally {
      gate.writeLock().unlock();
    }
  }

  private ActiveRun beginNow(RunId id) {
    Run queued = journal.get(id);
    leases.take(queued.lease(), id.value());
    boolean begun = journal.begin(id, folders.place());
    if (!begun && !dead.isResumable(queued)) {
      leases.release(queued.lease());
      throw new BusyException(
          ErrorCode.RUN_TAKEN,
          "The run " + id + " is not queued any more",
          "Look at it with 'runs'");
    }
    if (!begun) {
      String until =
          logs.elsewhere(id).map(place -> "; its log until now is in " + place).orElse("");
      journal.moved(id, folders.place());
      folders.delete(id);
      logs.of(id).info("resumes: the process that ran it is gone" + until);
    }
    ActiveRun run = activate(id);
    announced.remove(id);
    run.log()
        .info(
            queued.kind().name().toLowerCase(Locale.ROOT)
                + " "
                + id
                + " asked for by "
                + queued.actor().name()
                + " ("
                + queued.actor().origin()
                + ")");
    return run;
  }

  /** Without its folder a run can't begin, and nobody would end it. */
  private ActiveRun activate(RunId id) {
    Run begun = journal.get(id);
    try {
      ActiveRun run = new ActiveRun(begun, journal, logs.of(id), folders.make(id), clock);
      active.put(id, run);
      return run;
    } catch (UncheckedIOException e) {
      journal.end(id, RunState.FAILED, Optional.of(ActiveRun.describe(e)));
      leases.release(begun.lease());
      throw e;
    }
  }

  /**
   * Takes a queued run for this process, to be begun by a route that is about to get its id.
   *
   * @return empty where another process has it, or something else holds its lease
   */
  Optional<ActiveRun> claim(RunId id) {
    try {
      requireNotStopping();
      ActiveRun run = begin(id);
      claims.add(id);
      return Optional.of(run);
    } catch (BusyException e) {
      LOG.debug("{} is not begun now: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The run for the route that begins it: what was claimed, else a queued one.
   *
   * @throws BusyException {@code lease.held}, {@code run.taken}, {@code run.stopping}
   */
  ActiveRun attach(RunId id, String exchange) {
    requireNotStopping();
    ActiveRun run = active.containsKey(id) ? active.get(id) : begin(id);
    if (!run.carrier().compareAndSet("", exchange)) {
      throw new BusyException(
          ErrorCode.RUN_TAKEN, "The run " + id + " has begun", "Look at it with 'runs'");
    }
    claims.remove(id);
    return run;
  }

  /** Leaves a run to the route that is about to get it from the one that began it. */
  void detach(ActiveRun run) {
    claims.add(run.id());
    run.carrier().set("");
  }

  private void requireNotStopping() {
    if (refusing) {
      throw new BusyException(
          ErrorCode.RUN_STOPPING, "This process is stopping", "Ask for it again");
    }
  }

  void refuseAll() {
    refusing = true;
  }
}
