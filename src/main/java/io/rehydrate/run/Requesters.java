package io.rehydrate.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who wants a queued refresh: the one who asked first, and all whose requests became it. */
final class Requesters {
  /** Before a run's id, where others than its actor want it, or its actor no longer does. */
  static final String FACT = "requested-by ";

  private static final String SEPARATOR = "\n";

  private final Journal journal;

  Requesters(Journal journal) {
    this.journal = journal;
  }

  /** The names of these people. */
  Set<String> of(Run run) {
    return journal
        .recall(FACT + run.id())
        .map(names -> new LinkedHashSet<>(List.of(names.split(SEPARATOR))))
        .orElseGet(() -> new LinkedHashSet<>(Set.of(run.actor().name())));
  }

  void add(Run run, Actor actor) {
    Set<String> names = of(run);
    if (names.add(actor.name())) {
      keep(run, names, actor);
    }
  }

  /**
   * @return whether somebody else still wants it
   */
  boolean remove(Run run, Actor actor) {
    Set<String> names = of(run);
    if (names.remove(actor.name()) && !names.isEmpty()) {
      keep(run, names, actor);
    }
    return !names.isEmpty();
  }

  private void keep(Run run, Set<String> names, Actor actor) {
    journal.remember(FACT + run.id(), String.join(SEPARATOR, names), actor);
  }
}
