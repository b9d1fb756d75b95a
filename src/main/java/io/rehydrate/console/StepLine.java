package io.rehydrate.console;

import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A step of a run next to what it usually takes.
 *
 * @param state {@code done}, {@code now}, {@code failed}, {@code ahead}, {@code left out}
 * @param seconds that it took so far
 * @param median of the last good runs
 * @param width of its bar, of 100
 * @param usual where the median's mark is, of 100
 */
public record StepLine(
    String name,
    String state,
    Optional<Double> seconds,
    Optional<Double> median,
    double width,
    double usual) {

  /**
   * @param taken seconds of the steps begun, in their order
   * @param medians of the steps that such a run usually has
   */
  static List<StepLine> of(Run run, Map<String, Double> taken, Map<String, Double> medians) {
    double longest =
        Math.max(
            0.001,
            Math.max(
                taken.values().stream().mapToDouble(s -> s).max().orElse(0),
                medians.values().stream().mapToDouble(s -> s).max().orElse(0)));
    Set<String> names = new LinkedHashSet<>(taken.keySet());
    names.addAll(medians.keySet());
    List<StepLine> lines = new ArrayList<>();
    for (String name : names) {
      lines.add(
          new StepLine(
              name,
              state(run, name, new LinkedHashMap<>(taken)),
              Optional.ofNullable(taken.get(name)),
              Optional.ofNullable(medians.get(name)),
              100 * taken.getOrDefault(name, 0.0) / longest,
              100 * medians.getOrDefault(name, 0.0) / longest));
    }
    return lines;
  }

  private static String state(Run run, String name, Map<String, Double> taken) {
    if (!taken.containsKey(name)) {
      return run.state().isEnded() ? "left out" : "ahead";
    }
    if (!name.equals(run.step()) || run.state() == RunState.SUCCEEDED) {
      return "done";
    }
    return run.state().isEnded() ? "failed" : "now";
  }
}
