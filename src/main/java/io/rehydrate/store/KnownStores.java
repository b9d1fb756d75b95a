package io.rehydrate.store;

import io.rehydrate.dump.DumpId;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers, outside of the store, which folders have been one, and what was published there: a
 * share that others may write to does not vouch for itself.
 */
public interface KnownStores {

  boolean knows(Path directory);

  void remember(Path directory);

  /** The hash of a dump's manifest; empty for one that this installation did not publish. */
  Optional<String> manifest(DumpId dump);

  /**
   * @param sha256 of the manifest as it was written, in hex
   */
  void rememberManifest(DumpId dump, String sha256);

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

      @Override
      public Optional<String> manifest(DumpId dump) {
        return journal.recall(name(dump));
      }

      @Override
      public void rememberManifest(DumpId dump, String sha256) {
        journal.remember(name(dump), sha256, actor);
      }

      private String name(DumpId dump) {
        return "manifest " + dump;
      }

      private String name(Path directory) {
        return "store " + directory;
      }
    };
  }
}
