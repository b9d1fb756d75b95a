package io.rehydrate.clone;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.run.Releaser;
import io.rehydrate.run.Resource;
import io.rehydrate.run.RunId;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a folder that a run of clones made or replaced: the one that its clone
 * serves by the journal stays, all others go with their servers.
 */
final class CloneReleaser implements Releaser {
  /** Under which the journal knows such folders; the detail is the clone's name, or empty. */
  static final String KIND = "clone";

  private static final Logger LOG = LoggerFactory.getLogger(CloneReleaser.class);

  private final CloneFolders folders;
  private final CloneServers servers;
  private final CloneBook book;
  private final Logins logins;
  private final CloneStart start;
  private final CloneTargets targets;

  CloneReleaser(
      CloneFolders folders,
      CloneServers servers,
      CloneBook book,
      Logins logins,
      CloneStart start,
      CloneTargets targets) {
    this.targets = targets;
    this.folders = folders;
    this.servers = servers;
    this.book = book;
    this.logins = logins;
    this.start = start;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void release(Resource resource) {
    Path folder = Path.of(resource.name()).normalize();
    if (!folder.startsWith(folders.root()) || CloneFolders.run(folder).isEmpty()) {
      throw new IllegalStateException("not a folder of a clone");
    }
    Optional<CloneName> name =
        Optional.of(resource.detail()).filter(text -> !text.isEmpty()).map(CloneName::new);
    Optional<Clone> clone = name.flatMap(book::find);
    if (clone.filter(c -> serves(c, folder)).isEmpty()) {
      servers.kill(folder);
      folders.remove(folder);
    }
    name.ifPresent(n -> settle(n, clone, resource.run()));
  }

  boolean serves(Clone clone, Path folder) {
    return clone.isMade() && folders.copy(clone.name(), clone.generation()).equals(folder);
  }

  private void settle(CloneName name, Optional<Clone> clone, RunId run) {
    if (clone.isEmpty()) {
      logins.remove(name);
    } else if (!clone.get().isMade() && clone.get().maker().equals(run)) {
      logins.remove(name);
      book.remove(name);
    } else {
      clone.filter(c -> c.generation().equals(run)).ifPresent(targets::serves);
      startAgain(clone.get());
    }
  }

  /** A reset that died between the end of the old server and the start of the new one. */
  private void startAgain(Clone clone) {
    try {
      start.ifWanted(clone);
    } catch (RehydrateException e) {
      LOG.warn("the clone {} does not start: {}", clone.name(), e.getMessage());
    }
  }
}
