package io.rehydrate.exec;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a program of an operator's whose output is for reading, and gives its lines as they come.
 */
public final class LoggedProgram {
  private static final int MOST_LINES = 5_000;
  private static final int LONGEST_LINE = 1_000;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final RunningPrograms programs;

  public LoggedProgram(RunningPrograms programs) {
    this.programs = programs;
  }

  /**
   * Runs it to its end; its whole process tree has ended when this returns.
   *
   * @param command the program and its arguments
   * @param run the run's private folder, by which it can be ended
   * @param directory where it works
   * @param environment in addition to PATH, LANG and HOME
   * @param lines takes what it writes, standard error included: at most 5,000 lines of 1,000
   *     characters
   * @return its exit code
   * @throws StageFailedException {@code program.missing}, {@code program.deadline}
   */
  public int run(
      List<String> command,
      Path run,
      Path directory,
      Map<String, String> environment,
      Duration deadline,
      Consumer<String> lines) {
    Process process = start(command, run, directory, environment);
    Set<ProcessHandle> children = new HashSet<>();
    try {
      process.getOutputStream().close();
      Thread reader = new Thread(() -> read(process, lines), "program-lines");
      reader.setDaemon(true);
      reader.start();
      if (!hasEnded(process, deadline, children)) {
        throw new StageFailedException(
            ErrorCode.PROGRAM_DEADLINE,
            name(command) + " was ended after " + deadline.toSeconds() + " s",
            "Raise its deadline, or look for what it waits for");
      }
      children.forEach(ProcessHandle::destroyForcibly);
      reader.join(CLOSING.toMillis());
      return process.exitValue();
    } catch (IOException e) {
      throw missing(command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageFailedException(
          ErrorCode.RUN_CANCELLED, name(command) + " was ended with its run", "", e);
    } finally {
      programs.ended(process);
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Children that outlive the program are not its children any more: they are noted before. */
  private static boolean hasEnded(Process process, Duration deadline, Set<ProcessHandle> children)
      throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(children::add);
      if (System.nanoTime() - end > 0) {
        return false;
      }
    }
    return true;
  }

  private Process start(
      List<String> command, Path run, Path directory, Map<String, String> environment) {
    try {
      return programs.start(command, run, directory, environment);
    } catch (IOException e) {
      throw missing(command, e);
    }
  }

  private static StageFailedException missing(List<String> command, IOException cause) {
    return new StageFailedException(
        ErrorCode.PROGRAM_MISSING,
        command.get(0) + " can't be started",
        "Check that it is there and executable",
        cause);
  }

  private static String name(List<String> command) {
    return String.valueOf(Path.of(command.get(0)).getFileName());
  }

  /** The rest of a long line, and lines beyond the limit, are read and left out. */
  private static void read(Process process, Consumer<String> lines) {
    StringBuilder line = new StringBuilder();
    int count = 0;
    try (Reader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n') {
          give(line, ++count, lines);
        } else if (line.length() < LONGEST_LINE) {
          line.append((char) c);
        }
      }
      if (line.length() > 0) {
        give(line, ++count, lines);
      }
    } catch (IOException e) {
      lines.accept("its output can't be read any more");
    }
  }

  private static void give(StringBuilder line, int number, Consumer<String> lines) {
    if (number <= MOST_LINES) {
      lines.accept(number == MOST_LINES ? "(more is left out)" : line.toString().stripTrailing());
    }
    line.setLength(0);
  }
}
