package io.rehydrate.console;

import io.rehydrate.http.RunView;

/** What a run is about, in a few words. */
final class Subject {
  private Subject() {}

  /** {@code 20261122T020000Z + main → dev-a}. */
  static String of(RunView run) {
    String dump = run.dump().orElse("");
    return run.target()
        .map(target -> dump + run.ref().map(ref -> " + " + ref).orElse("") + " → " + target)
        .orElse(dump);
  }
}
