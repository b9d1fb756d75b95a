package io.rehydrate.store;

import io.rehydrate.dump.DumpId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stands in for the journal's memory. */
final class RememberedStores implements KnownStores {
  private final Set<Path> directories = new HashSet<>();
  private final Map<DumpId, String> manifests = new HashMap<>();

  @Override
  public boolean knows(Path directory) {
    return directories.contains(directory);
  }

  @Override
  public void remember(Path directory) {
    directories.add(directory);
  }

  @Override
  public Optional<String> manifest(DumpId dump) {
    return Optional.ofNullable(manifests.get(dump));
  }

  @Override
  public void rememberManifest(DumpId dump, String sha256) {
    manifests.put(dump, sha256);
  }
}
