package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs whose process is gone: those that may continue under their ids, and the others' end. */
final class DeadRuns {
  private final Runs runs;
  private final Journal journal;
  private final Leases leases;
  private final Release release;
  private final CliQueuedRuns announced;
  private final Predicate<Run> resumable;

  DeadRuns(
      Runs runs,
      Journal journal,
      Leases leases,
      Release release,
      CliQueuedRuns announced,
      Predicate<Run> resumable) {
    this.runs = runs;
    this.journal = journal;
    this.leases = leases;
    this.release = release;
    this.announced = announced;
    this.resumable = resumable;
  }

  private Stream<Run> dead() {
    return journal.in(RunState.RUNNING).stream()
        .filter(run -> !leases.isHeldBy(run.lease(), run.id().value()))
        .filter(run -> runs.active(run.id()).isEmpty());
  }

  boolean isResumable(Run run) {
    return run.state() == RunState.RUNNING
        && run.failure().isEmpty()
        && resumable.test(run)
        && journal.cancelledBy(run.id()).isEmpty();
  }

  RunId nextResumable() {
    return dead().filter(this::isResumable).map(Run::id).findFirst().orElse(null);
  }

  boolean hasDead(String lease) {
    return dead().anyMatch(run -> run.lease().equals(lease) && !isResumable(run));
  }

  Set<RunId> runsToKeep() {
    return Stream.concat(live().stream(), dead().filter(this::isResumable).map(Run::id))
        .collect(Collectors.toSet());
  }

  Set<RunId> live() {
    return journal.in(RunState.RUNNING).stream()
        .filter(
            run ->
                runs.active(run.id()).isPresent() || leases.isHeldBy(run.lease(), run.id().value()))
        .map(Run::id)
        .collect(Collectors.toSet());
  }

  List<Run> recover() {
    List<Run> died = dead().filter(run -> !isResumable(run)).toList();
    for (Run run : died) {
      RunLog log = runs.log(run.id());
      log.error("interrupted: the process that ran it is gone");
      release.release(run.id(), log);
      Run.Failure why = run.failure().orElseGet(() -> interrupted(run));
      journal.end(
          run.id(), RunState.INTERRUPTED, Optional.of(journal.targetOutcome().ofDead(run, why)));
      runs.deleteWork(run.id());
    }
    for (Run run : announced.abandoned()) {
      if (journal.endQueued(run.id(), RunState.INTERRUPTED, interrupted(run))) {
        runs.log(run.id()).error("interrupted: the command that asked for it is gone");
      }
    }
    for (RunId id : journal.runsWithResources()) {
      if (journal.find(id).map(run -> run.state().isEnded()).orElse(true)) {
        release.release(id, runs.log(id));
      }
    }
    // one that was killed after its end, before its folder was removed
    runs.workFolders().stream()
        .filter(id -> journal.find(id).filter(run -> run.state().isEnded()).isPresent())
        .forEach(runs::deleteWork);
    return died;
  }

  List<Resource> leftBehind() {
    Set<RunId> runsToKeep = runsToKeep();
    return journal.runsWithResources().stream()
        .filter(id -> !runsToKeep.contains(id))
        .flatMap(id -> journal.resources(id).stream())
        .toList();
  }

  private static Run.Failure interrupted(Run run) {
    return new Run.Failure(
        1,
        ErrorCode.RUN_INTERRUPTED.text(),
        "The process ended at the step " + run.step(),
        "Ask for it again");
  }
}
