package io.rehydrate.doctor;

import io.rehydrate.settings.UnfilledHome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a home that {@code init} made still lacks: it can be named before the settings are whole.
 */
public final class FillInChecks {
  private FillInChecks() {}

  /** One failure for each value that must be filled in, with its file and line. */
  public static List<Check> of(Path home, Map<String, String> environment) {
    return UnfilledHome.gaps(home, environment).stream()
        .map(
            gap ->
                new Check(
                    "fill in",
                    Check.Level.FAIL,
                    gap.place().place() + ": " + gap.name(),
                    "Replace <FILL IN: ...> in that line"))
        .toList();
  }
}
