package io.rehydrate.clone;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.exec.ClientPrograms;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.refresh.TargetContents;
import io.rehydrate.run.CloneQueue;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Releaser;
import io.rehydrate.run.Runs;
import io.rehydrate.run.State;
import io.rehydrate.settings.Cloning;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.Store;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything that clones need, made once for a home folder. */
public final class CloneParts {
  private final Settings home;
  private final Cloning settings;
  private final String daemon;
  private final boolean command;
  private final CloneBook book;
  private final CloneFolders folders;
  private final CloneServers servers;
  private final CloneSpace space;
  private final Logins logins;
  private final CloneTargets targets;
  private final CloneStart start;
  private final Goldens goldens;
  private final Clones clones;
  private final CloneSteps steps;
  private final CloneReleaser releaser;
  private final CloneSweep sweep;
  private final CloneKeeper keeper;

  /**
   * @param daemon the name of this one: clones are on its machine
   * @param clock by which clones expire, and runs go by
   * @param runs asked for when all beans are made
   */
  public CloneParts(
      Settings home,
      Cloning settings,
      String daemon,
      State state,
      Clock clock,
      Journal journal,
      Store store,
      Supplier<Runs> runs) {
    this.home = home;
    this.settings = settings;
    this.daemon = daemon;
    this.command = home.migrations().command().isPresent();
    this.book = new CloneBook(state.dataSource(), clock);
    this.folders = new CloneFolders(settings, journal, daemon);
    this.servers = new CloneServers(settings, folders);
    this.space = new CloneSpace(folders);
    this.logins = new Logins(settings, folders);
    this.targets =
        new CloneTargets(home.targets(), book, journal, new TargetContents(journal), daemon);
    this.start = new CloneStart(settings, folders, servers, logins, book, targets);
    this.goldens = new Goldens(folders, servers, space, journal);
    Optional<GitRepository> repository = GitRepository.of(home);
    this.clones =
        new Clones(this, journal, new CloneQueue(state, clock, journal), store, repository);
    this.steps = new CloneSteps(home, this, journal, repository);
    this.releaser = new CloneReleaser(folders, servers, book, logins, start, targets);
    this.sweep = new CloneSweep(this, runs, journal);
    this.keeper = new CloneKeeper(this, store, journal);
  }

  /**
   * @throws InvalidException {@code clone.command}
   */
  void requireFlyway() {
    if (command) {
      throw new InvalidException(
          ErrorCode.CLONE_COMMAND,
          "A program runs the migrations (migrations.command), which it can't do in a clone",
          "Leave the ref out, and run the program on the clone");
    }
  }

  Cloning settings() {
    return settings;
  }

  String daemon() {
    return daemon;
  }

  CloneBook book() {
    return book;
  }

  CloneFolders folders() {
    return folders;
  }

  CloneServers servers() {
    return servers;
  }

  CloneSpace space() {
    return space;
  }

  Logins logins() {
    return logins;
  }

  CloneTargets targets() {
    return targets;
  }

  /** Whether a refresh of this target is for this daemon. */
  public boolean isHere(String target) {
    return targets.isHere(target);
  }

  /**
   * Everything that can be known before a refresh of a target that is a clone.
   *
   * @throws io.rehydrate.error.RehydrateException as its run would
   */
  public void targetReady(String name, boolean withRef) {
    if (withRef) {
      requireFlyway();
    }
    targets.requireRefreshable(name);
    folders.open();
    space.requireForCopy();
    CloneProgram.of(settings);
  }

  CloneStart start() {
    return start;
  }

  Goldens goldens() {
    return goldens;
  }

  CloneReleaser ownReleaser() {
    return releaser;
  }

  /** Where clones are asked for. */
  public Clones clones() {
    return clones;
  }

  /** Removes what runs made. */
  public Releaser releaser() {
    return releaser;
  }

  /** Removes what no run and no clone has. */
  public CloneSweep sweep() {
    return sweep;
  }

  /** By the names that routes use. */
  public Map<String, Object> beans(ClientPrograms programs, RunningPrograms running) {
    return Map.of(
        "cloneSteps",
        steps,
        "cloneScript",
        new CloneScript(home, steps, programs, running),
        "goldens",
        goldens,
        "goldenTrial",
        new GoldenTrial(this),
        "cloneKeeper",
        keeper);
  }
}
