package io.rehydrate.bench;

import io.rehydrate.bench.PlainWay.Step;
import io.rehydrate.dump.Manifest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a benchmark measured, as a table in Markdown. Each number is the middle one of its rounds;
 * this tool's first round is distinguished, since a daemon is started once.
 *
 * @param rounds at least two, in their order
 * @param heap the most that was in use, in bytes
 */
record Bench(List<Round> rounds, long heap) {
  private static final long MEGABYTE = 1_000_000;
  private static final double MILLIS = 1000;

  /**
   * One night and one refresh of this tool.
   *
   * @param manifest of the dump: rows, sizes, seconds of each step until it was written
   * @param night seconds, from the request until all is cleared away
   * @param refresh seconds, likewise
   * @param scratch the most bytes that the scratch's tables had before the dump was verified
   * @param copy bytes of the same rows in a target
   * @param parts of the night
   */
  record Ours(
      Manifest manifest,
      double night,
      double refresh,
      long scratch,
      long copy,
      List<MachineUse.Part> parts) {
    Ours {
      parts = List.copyOf(parts);
    }

    /** Without the proof by a restore. */
    double unproven() {
      return night - manifest.durations().getOrDefault("verify", 0.0);
    }
  }

  /**
   * Both ways, one after the other.
   *
   * @param night the plain way's steps
   * @param refresh the plain way's steps
   */
  record Round(Ours ours, List<Step> night, List<Step> refresh) {
    Round {
      night = List.copyOf(night);
      refresh = List.copyOf(refresh);
    }
  }

  Bench {
    rounds = List.copyOf(rounds);
  }

  /** The table, and what the machine is. */
  List<String> lines() {
    List<Ours> warm = rounds.stream().skip(1).map(Round::ours).toList();
    Ours first = rounds.get(0).ours();
    double night = middle(warm.stream().map(Ours::night));
    double refresh = middle(warm.stream().map(Ours::refresh));
    double plainNight = middle(rounds.stream().map(r -> sum(r.night())));
    double plainRefresh = middle(rounds.stream().map(r -> sum(r.refresh())));
    List<String> lines = new ArrayList<>();
    lines.add("| step | plain way, s | this tool, s | factor |");
    lines.add("|---|---:|---:|---:|");
    for (int i = 0; i < rounds.get(0).night().size(); i++) {
      int step = i;
      lines.add(
          row(
              rounds.get(0).night().get(i).name(),
              number(middle(rounds.stream().map(r -> seconds(r.night().get(step))))),
              ""));
    }
    for (String step : first.manifest().durations().keySet()) {
      lines.add(
          row(
              step,
              "",
              number(
                  middle(
                      warm.stream().map(o -> o.manifest().durations().getOrDefault(step, 0.0))))));
    }
    lines.add(compared("**night**", plainNight, middle(warm.stream().map(Ours::unproven))));
    lines.add(compared("**night** with the proof by a restore", plainNight, night));
    lines.add(compared("night, the first after a start", plainNight, first.unproven()));
    lines.add(compared("**refresh**", plainRefresh, refresh));
    lines.add(compared("refresh, the first after a start", plainRefresh, first.refresh()));
    lines.add("");
    lines.add(
        "Rounds, plain way and this tool: nights "
            + each(r -> pair(sum(r.night()), r.ours().night()))
            + "; refreshes "
            + each(r -> pair(sum(r.refresh()), r.ours().refresh())));
    lines.add(rows() + "; dump " + first.manifest().bytes() / MEGABYTE + " MB");
    lines.add(
        "On the scratch: at most "
            + first.scratch() / MEGABYTE
            + " MB before the proof; the copy has "
            + first.copy() / MEGABYTE
            + " MB in a target");
    lines.add(machine());
    lines.add(
        "Heap: at most "
            + heap / MEGABYTE
            + " MB of "
            + Runtime.getRuntime().maxMemory() / MEGABYTE
            + " MB");
    lines.add("");
    lines.addAll(UseTable.lines(warm.stream().map(Ours::parts).toList()));
    return lines;
  }

  /** The same figures for programs: seconds and bytes. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("machine", machine());
    figures.put("heap", heap);
    figures.put(
        "rounds",
        rounds.stream()
            .map(
                round -> {
                  Map<String, Object> each = new LinkedHashMap<>();
                  each.put("rowsBefore", rowsBefore(round.ours()));
                  each.put("rows", round.ours().manifest().rows());
                  each.put("night", round.ours().night());
                  each.put("nightWithoutProof", round.ours().unproven());
                  each.put("steps", round.ours().manifest().durations());
                  each.put("refresh", round.ours().refresh());
                  each.put("scratchBytes", round.ours().scratch());
                  each.put("copyBytes", round.ours().copy());
                  each.put("parts", UseTable.figures(round.ours().parts()));
                  each.put("plainNight", named(round.night()));
                  each.put("plainRefresh", named(round.refresh()));
                  return each;
                })
            .toList());
    return figures;
  }

  private static Map<String, Double> named(List<Step> steps) {
    Map<String, Double> named = new LinkedHashMap<>();
    steps.forEach(step -> named.put(step.name(), seconds(step)));
    return named;
  }

  private String each(Function<Round, String> what) {
    return rounds.stream().map(what).collect(Collectors.joining(", "));
  }

  private static String pair(double plain, double ours) {
    return number(plain) + " and " + number(ours);
  }

  /** Of an even number the lower one of the two in the middle. */
  static double middle(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  private String rows() {
    Ours first = rounds.get(0).ours();
    return String.format(
        Locale.ROOT,
        "%,d rows in the source, %,d in the dump",
        rowsBefore(first),
        first.manifest().rows());
  }

  private static long rowsBefore(Ours ours) {
    return ours.manifest().schemas().values().stream()
        .flatMap(schema -> schema.tables().values().stream())
        .mapToLong(Manifest.TableEntry::rowsBefore)
        .sum();
  }

  private String machine() {
    return String.format(
        Locale.ROOT,
        "%d cores, %d MB of memory, %s %s, %s, Java %s",
        Runtime.getRuntime().availableProcessors(),
        memory() / MEGABYTE,
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        rounds.get(0).ours().manifest().serverVersion(),
        System.getProperty("java.version"));
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  private static double sum(List<Step> steps) {
    return steps.stream().mapToDouble(Bench::seconds).sum();
  }

  private static double seconds(Step step) {
    return step.time().toMillis() / MILLIS;
  }

  private static String compared(String name, double plain, double our) {
    return String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.1f |", name, plain, our, plain / our);
  }

  private static String row(String name, String plain, String our) {
    return "| " + name + " | " + plain + " | " + our + " | |";
  }

  private static String number(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }
}
