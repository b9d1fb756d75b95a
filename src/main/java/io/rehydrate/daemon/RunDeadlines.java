package io.rehydrate.daemon;

import io.rehydrate.run.RunKind;
import io.rehydrate.settings.Settings;
import java.time.Duration;
import java.util.Map;

/** How long a run of each kind may last. */
final class RunDeadlines {
  /** Of a rehearsal, besides what it is limited to: to remove what it made. */
  private static final Duration FOR_THE_END = Duration.ofMinutes(10);

  private RunDeadlines() {}

  static Map<RunKind, Duration> of(Settings settings) {
    return Map.of(
        RunKind.NIGHT,
        settings.deadlines().night(),
        RunKind.REFRESH,
        settings.deadlines().refresh(),
        RunKind.REHEARSAL,
        settings.migrations().rehearse().longest().plus(FOR_THE_END));
  }
}
