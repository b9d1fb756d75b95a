package io.rehydrate.daemon;

import io.rehydrate.clone.CloneParts;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Settings;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Where a refresh is done: on a server that is admitted, or by copying blocks on this machine. */
public final class RefreshPlace {
  private final Settings settings;
  private final Journal journal;
  private final Optional<CloneParts> clones;

  RefreshPlace(Settings settings, Journal journal, Optional<CloneParts> clones) {
    this.settings = settings;
    this.journal = journal;
    this.clones = clones;
  }

  /**
   * A queued run's id, unless its target is a clone on another daemon's machine; null: a route's
   * filter asks.
   */
  public RunId own(@Body RunId run) {
    return clones.filter(c -> !journal.get(run).target().map(c::isHere).orElse(true)).isPresent()
        ? null
        : run;
  }

  /** Whether the target of a refresh is a clone: a route asks. */
  public boolean isClone(@Variable("run") ActiveRun run) {
    return run.run()
        .target()
        .flatMap(
            name ->
                settings.targets().values().stream()
                    .filter(target -> target.name().value().equals(name))
                    .findFirst())
        .filter(Settings.Target::isClone)
        .isPresent();
  }
}
