package io.rehydrate.source;

import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Settings;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Variable;

/**
 * The bean of {@code source.kind=server}: the scratch is a server of ours, and the source is copied
 * to it.
 */
public final class ServerSource {
  private final Settings settings;
  private final String installation;
  private final ResourceBook book;
  private final Supplier<Set<RunId>> live;

  /**
   * @param live the runs that go on, in whatever process
   */
  public ServerSource(
      Settings settings, String installation, ResourceBook book, Supplier<Set<RunId>> live) {
    this.settings = settings;
    this.installation = installation;
    this.book = book;
    this.live = live;
  }

  /** Copies the source to the scratch, as {@link ServerCopy#copy} says. */
  public Scratch copy(@Variable("run") ActiveRun run, @Variable("plan") ResolvedPlan plan) {
    try (ServerCopy copy =
        new ServerCopy(
            CopySettings.of(settings), installation, book, run.log()::info, run.progress())) {
      run.onCancel(copy::close);
      return copy.copy(run.id(), plan, live.get());
    }
  }
}
