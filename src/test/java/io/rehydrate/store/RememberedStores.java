package io.rehydrate.store;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Stands in for the journal's memory. */
final class RememberedStores implements KnownStores {
  private final Set<Path> directories = new HashSet<>();

  @Override
  public boolean knows(Path directory) {
    return directories.contains(directory);
  }

  @Override
  public void remember(Path directory) {
    directories.add(directory);
  }
}
