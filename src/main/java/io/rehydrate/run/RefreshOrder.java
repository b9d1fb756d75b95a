package io.rehydrate.run;

import java.util.Optional;

/**
 * A refresh that is wanted, of which everything exists.
 *
 * @param asked the dump as it was asked for
 * @param override whether the target is refreshed although somebody else protects it
 */
public record RefreshOrder(
    Actor actor, String target, String dump, Optional<String> ref, String asked, boolean override) {

  String lease() {
    return Journal.leaseOf(target);
  }

  /** Whether this run would bring the same. */
  boolean isMetBy(Run run) {
    return isOfTarget(run) && run.dump().equals(Optional.of(dump)) && run.ref().equals(ref);
  }

  boolean isOfTarget(Run run) {
    return run.target().equals(Optional.of(target));
  }
}
