package io.rehydrate.bench;

import io.rehydrate.bench.PlainWay.Step;
import io.rehydrate.dump.Manifest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a benchmark measured, as a table in Markdown.
 *
 * @param first of a process that was just started
 * @param ours of one that has worked before, as a daemon has
 * @param heap the most that was in use, in bytes
 * @param night the plain way's steps
 * @param refresh the plain way's steps
 */
public record Bench(Ours first, Ours ours, long heap, List<Step> night, List<Step> refresh) {
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

  public Bench {
    night = List.copyOf(night);
    refresh = List.copyOf(refresh);
  }

  /** The table, and what the machine is. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("| step | plain way, s | this tool, s | factor |");
    lines.add("|---|---:|---:|---:|");
    night.forEach(step -> lines.add(row(step.name(), seconds(step), "")));
    ours.manifest()
        .durations()
        .forEach((step, seconds) -> lines.add(row(step, "", number(seconds))));
    lines.add(compared("**night**", sum(night), ours.night()));
    lines.add(compared("night, the first after a start", sum(night), first.night()));
    lines.add(compared("**refresh**", sum(refresh), ours.refresh()));
    lines.add(compared("refresh, the first after a start", sum(refresh), first.refresh()));
    lines.add("");
    lines.add(rows() + "; dump " + ours.manifest().bytes() / MEGABYTE + " MB");
    lines.add(machine());
    lines.add(
        "Heap: at most "
            + heap / MEGABYTE
            + " MB of "
            + Runtime.getRuntime().maxMemory() / MEGABYTE
            + " MB");
    return lines;
  }

  private String rows() {
    long before =
        ours.manifest().schemas().values().stream()
            .flatMap(schema -> schema.tables().values().stream())
            .mapToLong(Manifest.TableEntry::rowsBefore)
            .sum();
    return String.format(
        Locale.ROOT, "%,d rows in the source, %,d in the dump", before, ours.manifest().rows());
  }

  private String machine() {
    return String.format(
        Locale.ROOT,
        "%d cores, %d MB of memory, %s %s, MariaDB %s, Java %s",
        Runtime.getRuntime().availableProcessors(),
        memory() / MEGABYTE,
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        ours.manifest().serverVersion(),
        System.getProperty("java.version"));
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  private static double sum(List<Step> steps) {
    return steps.stream().mapToDouble(step -> step.time().toMillis() / MILLIS).sum();
  }

  private static String seconds(Step step) {
    return number(step.time().toMillis() / MILLIS);
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
