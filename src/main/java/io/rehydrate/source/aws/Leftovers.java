package io.rehydrate.source.aws;

import io.rehydrate.error.LeftoversException;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Resource;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Knows, by the journal alone, what earlier runs left at AWS and could not delete. */
public final class Leftovers {
  private final Journal journal;
  private final Duration patience;
  private final Clock clock;

  /**
   * @param patience after a run's end, until what is left of it counts as not deletable
   */
  public Leftovers(Journal journal, Duration patience, Clock clock) {
    this.journal = journal;
    this.patience = patience;
    this.clock = clock;
  }

  /** What an earlier run has left, and nobody could delete so far. */
  public List<Resource> undeleted() {
    return journal.runsWithResources().stream()
        .filter(this::isOverdue)
        .flatMap(id -> journal.resources(id).stream())
        .filter(resource -> RdsResourceType.of(resource.kind()).isPresent())
        .filter(resource -> ResourceNote.parse(resource.detail()).isProven())
        .toList();
  }

  /** The commands that delete it by hand. */
  public List<String> commands() {
    return commands(undeleted());
  }

  /** The commands that delete resources by hand, of those that are at AWS. */
  public static List<String> commands(List<Resource> resources) {
    return resources.stream()
        .flatMap(r -> RdsResourceType.of(r.kind()).map(kind -> kind.command(r.name())).stream())
        .toList();
  }

  /** Whether what is left of a run counts as not deletable. */
  boolean isOverdue(RunId id) {
    Optional<Run> run = journal.find(id);
    if (run.filter(r -> !r.state().isEnded()).isPresent()) {
      return false;
    }
    boolean told =
        run.flatMap(Run::failure)
            .filter(f -> f.code().equals(LeftoversException.CODE.text()))
            .isPresent();
    return told || end(run, id).plus(patience).isBefore(clock.instant());
  }

  private Instant end(Optional<Run> run, RunId id) {
    return run.flatMap(Run::endedAt)
        .orElseGet(
            () ->
                journal.resources(id).stream()
                    .map(Resource::createdAt)
                    .min(Instant::compareTo)
                    .orElse(clock.instant()));
  }
}
