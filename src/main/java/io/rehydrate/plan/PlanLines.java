package io.rehydrate.plan;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Where in its file each part of a plan stands.
 *
 * @param file the name of the file
 * @param byPath line, from 1, by path ({@code core.applications.window}, {@code relations[2]})
 */
public record PlanLines(String file, Map<String, Integer> byPath) {
  public PlanLines {
    byPath = Map.copyOf(byPath);
  }

  /** For a plan that was not read from a file. */
  public static PlanLines none() {
    return new PlanLines("plan.yaml", Map.of());
  }

  /** The line of a path, or of the nearest part around it. */
  public OptionalInt line(String path) {
    String at = path;
    while (!at.isEmpty()) {
      Integer line = byPath.get(at);
      if (line != null) {
        return OptionalInt.of(line);
      }
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return OptionalInt.empty();
  }
}
