package io.rehydrate.clone;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.refresh.TargetContents;
import io.rehydrate.refresh.TargetHolds;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunKind;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TargetName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Targets that are clones: the clone has the target's name and port, nobody owns it, it never
 * expires, and a refresh of the target makes or resets it.
 */
final class CloneTargets {
  private final Map<CloneName, Target> targets;
  private final CloneBook book;
  private final Journal journal;
  private final TargetContents contents;
  private final String daemon;

  CloneTargets(
      Map<TargetName, Target> all,
      CloneBook book,
      Journal journal,
      TargetContents contents,
      String daemon) {
    this.targets =
        all.values().stream()
            .filter(Target::isClone)
            .collect(Collectors.toMap(target -> new CloneName(target.name().value()), t -> t));
    this.book = book;
    this.journal = journal;
    this.contents = contents;
    this.daemon = daemon;
  }

  /** The target that a clone is; empty: it is a developer's own, or is not configured any more. */
  Optional<Target> of(Clone clone) {
    return Optional.ofNullable(targets.get(clone.name())).filter(target -> clone.isTarget());
  }

  /**
   * @throws InvalidException {@code clone.exists} where a target has this name
   */
  void requireFree(CloneName name) {
    if (targets.containsKey(name)) {
      throw new InvalidException(
          ErrorCode.CLONE_EXISTS,
          "The target " + name + " is a clone of this name",
          "Choose another name, or refresh the target");
    }
  }

  /**
   * @throws InvalidException {@code clone.target}
   */
  void requireNone(Clone clone) {
    if (of(clone).isPresent()) {
      throw new InvalidException(
          ErrorCode.CLONE_TARGET,
          "The clone " + clone.name() + " is a target",
          "Refresh the target " + clone.name() + "; it stays as long as it is configured");
    }
  }

  /** Ports that clones of developers must not get. */
  Set<Integer> ports() {
    return targets.values().stream()
        .map(target -> target.login().url().port())
        .collect(Collectors.toSet());
  }

  /**
   * What a refresh does: its clone is made, or reset.
   *
   * @return empty: the run is no refresh of such a target
   * @throws BusyException {@code clone.state} where another daemon has it
   * @throws InvalidException {@code clone.exists} where a developer's clone has its name
   */
  Optional<CloneOrder> order(Run refresh) {
    return refresh
        .target()
        .filter(name -> refresh.kind() == RunKind.REFRESH)
        .map(CloneName::new)
        .filter(targets::containsKey)
        .map(name -> order(refresh, name));
  }

  private CloneOrder order(Run refresh, CloneName name) {
    journal.protections().requireOpen(refresh);
    Optional<Clone> present = book.find(name);
    present.ifPresent(this::requireOwn);
    String dump = refresh.dump().orElseThrow();
    if (present.isEmpty()) {
      book.add(fresh(refresh, name, dump));
    }
    return new CloneOrder(
        refresh.id(),
        daemon,
        present.isPresent() ? Operation.RESET : Operation.CREATE,
        Optional.of(name),
        dump,
        Optional.empty());
  }

  /** As {@link #order}, without an order. */
  void requireRefreshable(String target) {
    book.find(new CloneName(target)).ifPresent(this::requireOwn);
  }

  private void requireOwn(Clone clone) {
    if (!clone.isTarget()) {
      throw new InvalidException(
          ErrorCode.CLONE_EXISTS,
          clone.owner() + " has a clone " + clone.name() + ", as the target is called",
          "Remove that clone, or give the target another name");
    }
    if (!isHere(clone)) {
      throw new BusyException(
          ErrorCode.CLONE_STATE,
          "The target is on the machine of the daemon " + clone.daemon(),
          "Refresh it there");
    }
  }

  private boolean isHere(Clone clone) {
    return clone.daemon().equals(daemon);
  }

  private Clone fresh(Run refresh, CloneName name, String dump) {
    Instant now = book.now();
    return new Clone(
        name,
        daemon,
        Clone.ownerOfTarget(name),
        targets.get(name).login().url().port(),
        CloneState.MAKING,
        refresh.id(),
        refresh.id(),
        dump,
        dump,
        refresh.ref(),
        Optional.empty(),
        now,
        Optional.empty(),
        now);
  }

  /** Whether a refresh of this target is for this daemon: the clone may be on another machine. */
  boolean isHere(String target) {
    return targets.keySet().stream()
        .filter(name -> name.value().equals(target))
        .flatMap(name -> book.find(name).stream())
        .allMatch(this::isHere);
  }

  /** Statements at the start of a clone's server, for the account that the settings name. */
  List<String> accounts(Clone clone) {
    return of(clone)
        .map(
            target ->
                CloneAccounts.of(
                    target.login().username(),
                    target.login().password().reveal(),
                    target.schemas().values()))
        .orElse(List.of());
  }

  /** Remembers what the clone of a target serves, as targets show it. */
  void serves(Clone clone) {
    of(clone)
        .ifPresent(
            target -> {
              Run run = journal.get(clone.generation());
              contents.holds(
                  target.name(),
                  new TargetHolds(
                      clone.dump(),
                      clone.ref().orElse(""),
                      clone.commit().orElse(""),
                      run.actor().name(),
                      run.id().value(),
                      book.now()));
            });
  }
}
