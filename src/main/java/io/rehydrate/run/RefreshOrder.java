package io.rehydrate.run;

import java.util.List;
import java.util.Optional;

/**
 * A refresh that somebody asks for.
 *
 * @param asked the dump as it is asked for
 * @param override whether the target is refreshed although somebody else protects it
 * @param key by which the same request is known again
 */
public record RefreshOrder(
    Actor actor,
    String target,
    String asked,
    Optional<String> ref,
    boolean override,
    Optional<RequestKey> key) {

  String lease() {
    return Journal.leaseOf(target);
  }

  Optional<RequestKey.Keyed> keyed() {
    return key.map(
        name ->
            name.of(
                actor,
                List.of("refresh", target, asked, ref.orElse(""), Boolean.toString(override))));
  }

  /** Whether this run would bring the same. */
  boolean isMetBy(Run run, String dump) {
    return isOfTarget(run) && run.dump().equals(Optional.of(dump)) && run.ref().equals(ref);
  }

  /** Whether this run is of the same target, and not that of a command, which runs it itself. */
  boolean isOfSameTarget(Run run) {
    return isOfTarget(run) && !CliQueuedRuns.isOfCommand(run);
  }

  private boolean isOfTarget(Run run) {
    return run.kind() == RunKind.REFRESH && run.target().equals(Optional.of(target));
  }
}
