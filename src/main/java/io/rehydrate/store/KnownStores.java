package io.rehydrate.store;

import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import java.nio.file.Path;

/** Remembers, outside of the store, which folders have been one. */
public interface KnownStores {

  boolean knows(Path directory);

  void remember(Path directory);

  /** Kept in the run journal. */
  static KnownStores of(Journal journal, Actor actor) {
    return new KnownStores() {
      @Override
      public boolean knows(Path directory) {
        return journal.recall(name(directory)).isPresent();
      }

      @Override
      public void remember(Path directory) {
        journal.remember(name(directory), "seen", actor);
      }

      private String name(Path directory) {
        return "store " + directory;
      }
    };
  }
}
