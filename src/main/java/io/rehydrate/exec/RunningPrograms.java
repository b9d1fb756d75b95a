package io.rehydrate.exec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Every child process that is alive, by the private folder it works in, so that a run's children
 * can be ended together. Children do not outlive this process: they are ended when it stops.
 */
public final class RunningPrograms {
  /**
   * MariaDB's programs fill some 90 MB with collations at each start: a system call and a fault for
   * every few pages, unless the memory comes in large pieces. Other C libraries ignore it.
   */
  private static final String MEMORY =
      "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=33554432:glibc.malloc.mmap_threshold=67108864";

  private final Map<Process, Path> running = new ConcurrentHashMap<>();

  public RunningPrograms() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> running.keySet().forEach(RunningPrograms::end), "end-programs"));
  }

  /**
   * Starts a program with an environment of its own: nothing of ours is passed on.
   *
   * @param directory the run's private folder, which becomes the program's working folder
   */
  Process start(List<String> command, Path directory) throws IOException {
    return start(
        new ProcessBuilder(command).directory(directory.toFile()),
        directory,
        Map.of("GLIBC_TUNABLES", MEMORY));
  }

  /**
   * The same in another folder, with its errors among its output.
   *
   * @param run the run's private folder
   * @param environment in addition to PATH, LANG and HOME
   */
  Process start(List<String> command, Path run, Path directory, Map<String, String> environment)
      throws IOException {
    return start(
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true),
        run,
        environment);
  }

  private Process start(ProcessBuilder builder, Path run, Map<String, String> environment)
      throws IOException {
    String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(Map.of("PATH", path, "LANG", "C.UTF-8", "HOME", run.toString()));
    Process process = builder.start();
    running.put(process, run);
    return process;
  }

  void ended(Process process) {
    end(process);
    running.remove(process);
  }

  /**
   * Ends every program that works in this folder; they and their children are gone when this
   * returns.
   */
  public void endAll(Path directory) {
    running.entrySet().stream()
        .filter(entry -> entry.getValue().equals(directory))
        .forEach(entry -> end(entry.getKey()));
  }

  /** Of one that has ended nothing is left to look for. */
  private static void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> tree =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    tree.forEach(ProcessHandle::destroyForcibly);
  }
}
