package io.rehydrate.clone;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.settings.Cloning;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether there may be one more clone, and on which port. To be asked in turn with its queueing.
 */
record CloneRoom(
    Cloning settings, CloneBook book, CloneServers servers, CloneTargets targets, String daemon) {

  /**
   * @throws InvalidException {@code clone.exists}
   * @throws RefusedException {@code clone.limit}
   */
  void require(CloneName name, String owner) {
    targets.requireFree(name);
    if (book.find(name).isPresent()) {
      throw new InvalidException(
          ErrorCode.CLONE_EXISTS,
          "There is a clone " + name + " already",
          "Choose another name, or reset it");
    }
    List<Clone> here = book.of(daemon).stream().filter(clone -> !clone.isTarget()).toList();
    Cloning.Limits limits = settings.limits();
    long own = here.stream().filter(clone -> clone.owner().equals(owner)).count();
    if (here.size() >= limits.all()) {
      throw limit("There are " + here.size() + " clones, as many as clones.max allows");
    }
    if (own >= limits.perUser()) {
      throw limit(owner + " has " + own + " clones, as many as clones.per-user allows");
    }
  }

  private static RefusedException limit(String what) {
    return new RefusedException(ErrorCode.CLONE_LIMIT, what, "Remove one, or raise the setting");
  }

  /**
   * A port that no clone has, and on which nobody listens.
   *
   * @throws RefusedException {@code clone.ports}
   */
  int port() {
    Set<Integer> taken =
        book.of(daemon).stream().map(Clone::port).collect(Collectors.toCollection(HashSet::new));
    taken.addAll(targets.ports());
    Cloning.Ports ports = settings.ports();
    return IntStream.rangeClosed(ports.first(), ports.last())
        .filter(port -> !taken.contains(port))
        .filter(servers::isFree)
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    ErrorCode.CLONE_PORTS,
                    "No port from " + ports.first() + " to " + ports.last() + " is free",
                    "Remove a clone, or give clones.ports more"));
  }
}
