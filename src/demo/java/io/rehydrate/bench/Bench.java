package io.rehydrate.bench;

import io.rehydrate.bench.PlainWay.Step;
import io.rehydrate.dump.Manifest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
public record Bench(List<Round> rounds, long heap) {
  private static final long MEGABYTE = 1_000_000;
  private static final double MILLIS = 1000;

  /**
   * One night and one refresh of this tool.
   *
   * @param manifest of the dump: rows, sizes, seconds of each step until it was written
   * @param night seconds, from the request until all is cleared away
   * @param refresh seconds, likewise
   */
  public record Ours(Manifest manifest, double night, double refresh) {}

  /**
   * Both ways, one after the other.
   *
   * @param night the plain way's steps
   * @param refresh the plain way's steps
   */
  public record Round(Ours ours, List<Step> night, List<Step> refresh) {
    public Round {
      night = List.copyOf(night);
      refresh = List.copyOf(refresh);
    }
  }

  public Bench {
    rounds = List.copyOf(rounds);
  }

  /** The table, and what the machine is. */
  public List<String> lines() {
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
    lines.add(compared("**night**", plainNight, night));
    lines.add(compared("night, the first after a start", plainNight, first.night()));
    lines.add(compared("**refresh**", plainRefresh, refresh));
    lines.add(compared("refresh, the first after a start", plainRefresh, first.refresh()));
    lines.add("");
    lines.add(
        "Rounds, plain way and this tool: nights "
            + each(r -> pair(sum(r.night()), r.ours().night()))
            + "; refreshes "
            + each(r -> pair(sum(r.refresh()), r.ours().refresh())));
    lines.add(rows() + "; dump " + first.manifest().bytes() / MEGABYTE + " MB");
    lines.add(machine());
    lines.add(
        "Heap: at most "
            + heap / MEGABYTE
            + " MB of "
            + Runtime.getRuntime().maxMemory() / MEGABYTE
            + " MB");
    return lines;
  }

  private String each(Function<Round, String> what) {
    return rounds.stream().map(what).collect(Collectors.joining(", "));
  }

  private static String pair(double plain, double ours) {
    return number(plain) + " and " + number(ours);
  }

  /** Of an even number the lower one of the two in the middle. */
  private static double middle(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  private String rows() {
    long before =
        rounds.get(0).ours().manifest().schemas().values().stream()
            .flatMap(schema -> schema.tables().values().stream())
            .mapToLong(Manifest.TableEntry::rowsBefore)
            .sum();
    return String.format(
        Locale.ROOT,
        "%,d rows in the source, %,d in the dump",
        before,
        rounds.get(0).ours().manifest().rows());
  }

  private String machine() {
    return String.format(
        Locale.ROOT,
        "%d cores, %d MB of memory, %s %s, MariaDB %s, Java %s",
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
