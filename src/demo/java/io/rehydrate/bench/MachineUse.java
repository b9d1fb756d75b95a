package io.rehydrate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the parts of a night take of the machine, by server, in this process and in its client
 * programs, as Linux counts it in {@code /proc}. A line of the run's log begins a part.
 */
final class MachineUse {
  /** The figures of this process. */
  static final String PROCESS = "this process";

  /** The figures of the programs that it ran. */
  static final String PROGRAMS = "client programs";

  private static final Path PROC = Path.of("/proc");
  private static final String SELF = "self";
  private static final double TICKS_A_SECOND = 100;
  private static final double NANOS = 1e9;
  private static final int USER = 11;
  private static final int CHILDREN = 13;

  /** The stages that are parts of their own; those before them choose rows. */
  private static final Set<String> STAGES = Set.of("load", "rewrite", "foreign keys");

  private static final Pattern BEGINS = Pattern.compile("\\S+ (step|stage) ([^:]+)(?:: .*)?");

  private final Map<String, String> pids;
  private final List<Mark> marks = new ArrayList<>();

  /**
   * @param cpu seconds of one core
   * @param read bytes from the disk
   * @param written bytes to the disk
   */
  record Use(double cpu, long read, long written) {
    private Use since(Use before) {
      return new Use(cpu - before.cpu, read - before.read, written - before.written);
    }
  }

  /** A step of the night, or a stage of its dehydration. */
  record Part(String name, double seconds, Map<String, Use> uses) {}

  private record Mark(String name, long nanos, Map<String, Use> uses) {}

  /**
   * @param servers files with their processes' numbers, by name
   */
  MachineUse(Map<String, Path> servers) {
    this.pids =
        servers.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e -> read(e.getValue()).strip(),
                    (a, b) -> a,
                    LinkedHashMap::new));
  }

  /** Takes a line of the run's log. */
  void line(String line) {
    Matcher begins = BEGINS.matcher(line);
    if (!begins.matches()) {
      return;
    }
    String name = begins.group(2);
    if (begins.group(1).equals("step")) {
      mark(name);
    } else if (STAGES.contains(name)) {
      mark("dehydrate, " + name);
    }
  }

  private void mark(String name) {
    marks.add(new Mark(name, System.nanoTime(), uses()));
  }

  /** The parts until now, in their order. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    mark("");
    for (int i = 0; i + 1 < marks.size(); i++) {
      Mark begun = marks.get(i);
      Mark ended = marks.get(i + 1);
      Map<String, Use> uses = new LinkedHashMap<>();
      ended.uses().forEach((who, use) -> uses.put(who, use.since(begun.uses().get(who))));
      parts.add(new Part(begun.name(), (ended.nanos() - begun.nanos()) / NANOS, uses));
    }
    return parts;
  }

  private Map<String, Use> uses() {
    Map<String, Use> uses = new LinkedHashMap<>();
    pids.forEach((name, pid) -> uses.put(name, use(pid)));
    uses.put(PROCESS, use(SELF));
    uses.put(PROGRAMS, new Use(seconds(SELF, CHILDREN), 0, 0));
    return uses;
  }

  private static Use use(String pid) {
    Map<String, Long> bytes =
        read(PROC.resolve(pid).resolve("io"))
            .lines()
            .map(line -> line.split(": ", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
    return new Use(seconds(pid, USER), bytes.get("read_bytes"), bytes.get("write_bytes"));
  }

  /** In user and kernel mode; the fields of {@code stat} are counted after the command's name. */
  private static double seconds(String pid, int field) {
    String stat = read(PROC.resolve(pid).resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])) / TICKS_A_SECOND;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
