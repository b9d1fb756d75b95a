package io.rehydrate.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line in a process of its own, so that it can be killed. */
public final class CommandProcess {
  private final Process process;
  private final Path errors;
  private final Path output;

  private CommandProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /** Starts {@code rehydrate --home HOME arguments...}. */
  public static CommandProcess start(Path home, String... arguments) throws IOException {
    return start(home, Map.of(), arguments);
  }

  /**
   * @param properties of the Java machine
   */
  public static CommandProcess start(Path home, Map<String, String> properties, String... arguments)
      throws IOException {
    return start(home, properties, Map.of(), arguments);
  }

  /**
   * On a machine whose clock is ahead: the process, and what it starts, see another time. Where
   * Debian's package faketime is missing, outside of a build server, the clock is right.
   */
  public static CommandProcess startAhead(Path home, Duration ahead, String... arguments)
      throws IOException {
    Optional<Path> library;
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      library =
          folders.map(f -> f.resolve("faketime/libfaketime.so.1")).filter(Files::exists).findAny();
    }
    if (library.isEmpty() && System.getenv("CI") != null) {
      throw new IllegalStateException("faketime is not installed");
    }
    return start(
        home,
        Map.of(),
        library
            .map(
                file ->
                    Map.of(
                        "LD_PRELOAD", file.toString(), "FAKETIME", "+" + ahead.toSeconds() + "s"))
            .orElse(Map.of()),
        arguments);
  }

  private static CommandProcess start(
      Path home,
      Map<String, String> properties,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData"));
    properties.forEach((name, value) -> line.add("-D" + name + "=" + value));
    // credentials of a simulated account
    for (String key : List.of("aws.accessKeyId", "aws.secretAccessKey")) {
      if (System.getProperty(key) != null) {
        line.add("-D" + key + "=" + System.getProperty(key));
      }
    }
    line.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "io.rehydrate.cli.Rehydrate",
            "--home",
            home.toString()));
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile(home, "out", ".txt");
    Path errors = Files.createTempFile(home, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    return new CommandProcess(process, output, errors);
  }

  /** Waits until standard error holds this text, or the process has ended. */
  public boolean said(String text) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (System.nanoTime() < end) {
      boolean alive = process.isAlive();
      if (errors().contains(text)) {
        return true;
      }
      if (!alive || process.waitFor(5, TimeUnit.MILLISECONDS)) {
        return errors().contains(text);
      }
    }
    return false;
  }

  /** As a power cut would: no hook runs. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As {@code systemctl stop} would. */
  public int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /**
   * Sends a signal and waits for the end.
   *
   * @param name as {@code kill} takes it: {@code INT}
   * @return the exit code
   */
  public int signal(String name) throws IOException, InterruptedException {
    send(name);
    return exitCode();
  }

  /** Sends a signal that need not end it: {@code STOP}, {@code CONT}. */
  public void send(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for the end and gives the exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("did not end within 180 s");
    }
    return process.exitValue();
  }

  public String errors() throws IOException {
    return Files.readString(errors);
  }

  public String output() throws IOException {
    return Files.readString(output);
  }
}
