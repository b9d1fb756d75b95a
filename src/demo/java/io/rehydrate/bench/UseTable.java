package io.rehydrate.bench;

import io.rehydrate.bench.MachineUse.Part;
import io.rehydrate.bench.MachineUse.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the parts of nights took of the machine, as a table in Markdown: the middle of the nights.
 */
final class UseTable {
  private static final double MEGABYTE = 1e6;

  private UseTable() {}

  /**
   * @param nights each with the same parts
   */
  static List<String> lines(List<List<Part>> nights) {
    List<Part> first = nights.get(0);
    List<String> who = List.copyOf(first.get(0).uses().keySet());
    List<String> lines = new ArrayList<>();
    lines.add(
        "| part | s | " + String.join(", cores | ", who) + ", cores | read, MB | written, MB |");
    lines.add("|---|---:|" + "---:|".repeat(who.size() + 2));
    for (int i = 0; i < first.size(); i++) {
      int part = i;
      StringBuilder line = new StringBuilder("| " + first.get(part).name() + " |");
      double seconds = Bench.middle(nights.stream().map(n -> n.get(part).seconds()));
      cell(line, 1, seconds);
      for (String each : who) {
        cell(line, 2, middle(nights, part, p -> p.uses().get(each).cpu()) / seconds);
      }
      cell(line, 0, middle(nights, part, p -> sum(p, Use::read)) / MEGABYTE);
      cell(line, 0, middle(nights, part, p -> sum(p, Use::written)) / MEGABYTE);
      lines.add(line.toString());
    }
    return lines;
  }

  private static void cell(StringBuilder line, int digits, double value) {
    line.append(String.format(Locale.ROOT, " %." + digits + "f |", value));
  }

  private static double middle(List<List<Part>> nights, int part, ToDoubleFunction<Part> figure) {
    return Bench.middle(nights.stream().map(n -> figure.applyAsDouble(n.get(part))));
  }

  private static double sum(Part part, ToDoubleFunction<Use> figure) {
    return part.uses().values().stream().mapToDouble(figure).sum();
  }

  /** The same figures of one night for programs: seconds and bytes. */
  static List<Map<String, Object>> figures(List<Part> parts) {
    return parts.stream()
        .map(
            part -> {
              Map<String, Object> each = new LinkedHashMap<>();
              each.put("part", part.name());
              each.put("seconds", part.seconds());
              part.uses()
                  .forEach(
                      (who, use) ->
                          each.put(
                              who,
                              Map.of(
                                  "coreSeconds", use.cpu(),
                                  "bytesRead", use.read(),
                                  "bytesWritten", use.written())));
              return each;
            })
        .toList();
  }
}
