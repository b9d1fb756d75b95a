package io.rehydrate.clone;

import io.rehydrate.settings.Cloning;
import java.nio.file.Path;

/** Starts the server of a clone that is made. */
final class CloneStart {
  private final Cloning settings;
  private final CloneFolders folders;
  private final CloneServers servers;
  private final Logins logins;
  private final CloneBook book;
  private final CloneTargets targets;

  CloneStart(
      Cloning settings,
      CloneFolders folders,
      CloneServers servers,
      Logins logins,
      CloneBook book,
      CloneTargets targets) {
    this.targets = targets;
    this.book = book;
    this.settings = settings;
    this.folders = folders;
    this.servers = servers;
    this.logins = logins;
  }

  /** Starts it where it is meant to run and does not. */
  void ifWanted(Clone clone) {
    if (clone.state() == CloneState.RESETTING) {
      // it may be about to end: nobody can tell from outside
      servers.stop(folders.copy(clone.name(), clone.generation()));
      start(clone);
      book.state(clone.name(), CloneState.RUNNING);
    } else if (clone.state() == CloneState.RUNNING) {
      start(clone);
    }
  }

  /** Starts it where it does not run. */
  void start(Clone clone) {
    Path folder = folders.copy(clone.name(), clone.generation());
    if (CloneServers.of(folder).isEmpty()) {
      serve(CloneProgram.of(settings), folder, clone);
    }
  }

  /** Serves this copy as the clone. */
  void serve(CloneProgram program, Path folder, Clone clone) {
    servers.serve(program, folder, clone.port(), logins.of(clone), targets.accounts(clone));
  }
}
