package io.rehydrate.daemon;

import io.rehydrate.run.RunKind;
import io.rehydrate.settings.Cloning;
import io.rehydrate.settings.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long a run of each kind may last. */
final class RunDeadlines {
  /** Of a rehearsal, in addition to its limit: to remove what it made. */
  private static final Duration FOR_THE_END = Duration.ofMinutes(10);

  private RunDeadlines() {}

  static Map<RunKind, Duration> of(Settings settings) {
    Map<RunKind, Duration> deadlines = new EnumMap<>(RunKind.class);
    deadlines.put(RunKind.NIGHT, settings.deadlines().night());
    deadlines.put(RunKind.REFRESH, settings.deadlines().refresh());
    deadlines.put(RunKind.REHEARSAL, settings.migrations().rehearse().longest().plus(FOR_THE_END));
    settings.clones().map(Cloning::deadline).ifPresent(d -> deadlines.put(RunKind.CLONE, d));
    return deadlines;
  }
}
