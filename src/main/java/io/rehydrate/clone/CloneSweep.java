package io.rehydrate.clone;

import io.rehydrate.exec.ServerProcesses;
import io.rehydrate.run.Journal;
import io.rehydrate.run.RunId;
import io.rehydrate.run.Runs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what neither a run nor a clone has any more: folders, servers, rows. It looks at the
 * machine first and at the journal after that: what a run makes meanwhile is not seen, or known.
 */
public final class CloneSweep {
  private static final Logger LOG = LoggerFactory.getLogger(CloneSweep.class);

  private final CloneParts parts;
  private final Supplier<Runs> runs;
  private final Journal journal;

  CloneSweep(CloneParts parts, Supplier<Runs> runs, Journal journal) {
    this.parts = parts;
    this.runs = runs;
    this.journal = journal;
  }

  /** Removes strays; what can't be removed is logged, and found again by the next sweep. */
  public void run() {
    if (!parts.folders().isOurs()) {
      return;
    }
    endStopped();
    for (Path folder : strays()) {
      try {
        parts.servers().kill(folder);
        parts.folders().remove(folder);
        LOG.info("removed {}, which no clone has", folder);
      } catch (RuntimeException e) {
        LOG.warn("{} is left: {}", folder, e.getMessage());
      }
    }
    parts.clones().forgetUnmade();
    removeLogins();
  }

  private void removeLogins() {
    List<Path> files = parts.folders().loginFiles();
    Set<String> names =
        parts.book().all().stream().map(clone -> clone.name().value()).collect(Collectors.toSet());
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (!names.contains(name.substring(0, Math.max(0, name.indexOf('.'))))) {
        parts.folders().remove(file);
      }
    }
  }

  /** Ends the servers of clones that are to be stopped. */
  private void endStopped() {
    List<Path> served =
        ServerProcesses.below(parts.folders().root()).keySet().stream()
            .map(Path::getParent)
            .toList();
    for (Clone clone : parts.book().of(parts.daemon())) {
      Path folder = parts.folders().copy(clone.name(), clone.generation());
      if (clone.state() == CloneState.STOPPED && served.contains(folder) && !isBusy(clone)) {
        LOG.info("the clone {} is to be stopped, and its server runs: it is ended", clone.name());
        parts.servers().stop(folder);
      }
    }
  }

  /** Folders that nobody has; nothing is changed. */
  public List<Path> strays() {
    if (!parts.folders().isOurs()) {
      return List.of();
    }
    List<Path> found = new ArrayList<>(parts.folders().copies());
    Set<RunId> live = runs.get().live();
    List<Clone> clones = parts.book().of(parts.daemon());
    found.removeIf(folder -> isKnown(folder, live, clones));
    return found;
  }

  private boolean isBusy(Clone clone) {
    return runs.get().live().stream()
        .flatMap(run -> journal.find(run).stream())
        .anyMatch(run -> run.lease().equals(clone.lease()));
  }

  private boolean isKnown(Path folder, Set<RunId> live, List<Clone> clones) {
    Optional<RunId> run = CloneFolders.run(folder);
    return run.isEmpty()
        || live.contains(run.get())
        || clones.stream().anyMatch(clone -> parts.ownReleaser().serves(clone, folder));
  }
}
