package io.rehydrate.refresh;

import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.KeptFacts;
import io.rehydrate.run.Run;
import io.rehydrate.settings.TargetName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The journal's fact that rows of a target are in a run's folder alone: from before a refresh drops
 * its tables ({@code refresh.mode=in-place}) until one has put them back.
 */
final class KeptMarker {
  private final Journal journal;
  private final String fact;

  KeptMarker(Journal journal, TargetName target) {
    this.journal = journal;
    this.fact = KeptFacts.PENDING + target;
  }

  /** The folder of the run that has saved rows and not put them back. */
  Optional<Path> folder() {
    return journal.recall(fact).filter(text -> !text.isEmpty()).map(Path::of);
  }

  void set(Run run, Path folder) {
    journal.remember(fact, folder.toString(), new Actor(run.actor().name(), run.id().value()));
  }

  void clear() {
    journal.forgetFact(fact);
  }
}
