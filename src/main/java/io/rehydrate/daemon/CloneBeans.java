package io.rehydrate.daemon;

import io.rehydrate.clone.CloneParts;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.exec.ClientPrograms;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.exec.StreamingExecutor;
import io.rehydrate.run.State;
import io.rehydrate.settings.Cloning;
import io.rehydrate.settings.Settings;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** What the routes of clones call, where there are clones. */
final class CloneBeans {
  private CloneBeans() {}

  static Optional<CloneParts> of(Beans beans, State state, Clock clock) {
    Settings settings = beans.settings();
    return settings
        .clones()
        .map(
            clones ->
                new CloneParts(
                    settings,
                    clones,
                    beans.daemonName(),
                    state,
                    clock,
                    beans.journal(),
                    beans.store(),
                    beans::runs));
  }

  static Map<String, Object> byName(
      CloneParts clones,
      Settings settings,
      ClientPrograms programs,
      RunningPrograms running,
      WorkerPools pools) {
    Map<String, Object> beans = new HashMap<>(clones.beans(programs, running));
    int most = settings.clones().map(c -> c.limits().all()).orElse(1);
    beans.put("folderProgram", StreamingExecutor.forFolders(running));
    beans.put("cloneRuns", pools.add("clones", Math.min(4, most)));
    return beans;
  }

  /**
   * A clone would wait for a route that never comes.
   *
   * @throws InvalidException {@code routes.kind} where the file system's kind has no routes
   */
  static void requireRoutes(CamelContext context, Settings settings) {
    Optional<String> kind = settings.clones().map(Cloning::kind);
    List<String> missing =
        kind.stream()
            .flatMap(name -> Stream.of("copy-" + name, "remove-" + name))
            .filter(
                name ->
                    context.getRoutes().stream()
                        .noneMatch(
                            r -> r.getEndpoint().getEndpointUri().equals("direct://" + name)))
            .toList();
    if (!missing.isEmpty()) {
      throw new InvalidException(
          ErrorCode.ROUTES_KIND,
          "clones.kind is "
              + kind.get()
              + ", and no route begins with direct:"
              + String.join(" or direct:", missing),
          "Check the spelling of clones.kind, or add a route file with both");
    }
  }
}
