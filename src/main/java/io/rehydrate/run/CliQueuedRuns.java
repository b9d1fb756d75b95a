package io.rehydrate.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Queued runs that nobody begins but the command that asked for them. Until it has begun its run it
 * holds a lease on it, so that the run of a command that died does not wait for ever.
 */
final class CliQueuedRuns {
  private static final String ORIGIN = "cli";

  private final Journal journal;
  private final Leases leases;
  private final Set<RunId> own = ConcurrentHashMap.newKeySet();

  CliQueuedRuns(Journal journal, Leases leases) {
    this.journal = journal;
    this.leases = leases;
  }

  private static String lease(RunId id) {
    return "queued:" + id;
  }

  void add(RunId id) {
    leases.take(lease(id), id.value());
    own.add(id);
  }

  void remove(RunId id) {
    if (own.remove(id)) {
      leases.release(lease(id));
    }
  }

  /** What this process holds, to be renewed. */
  List<String> leases() {
    return own.stream().map(CliQueuedRuns::lease).toList();
  }

  /** Queued runs whose command is gone. */
  List<Run> abandoned() {
    return journal.in(RunState.QUEUED).stream()
        .filter(CliQueuedRuns::isOfCommand)
        .filter(this::isAbandoned)
        .toList();
  }

  static boolean isOfCommand(Run run) {
    return run.actor().origin().startsWith(ORIGIN);
  }

  /** One that was queued just now may not have its lease yet. */
  private boolean isAbandoned(Run run) {
    Optional<Leases.Lease> held = leases.find(lease(run.id()));
    return held.isPresent()
        ? leases.isFree(lease(run.id()))
        : run.createdAt().plus(Leases.TERM).isBefore(leases.now());
  }
}
