package io.rehydrate.exec;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Database servers that outlive this process. Each is a process group of its own, and is found
 * again by its data folder, which is one of its arguments: whoever gets its process id after it has
 * ended is another process.
 */
public final class ServerProcesses {
  private static final String DATA = "--datadir=";
  private static final Path PROC = Path.of("/proc");
  private static final Duration KILLED = Duration.ofSeconds(30);

  private ServerProcesses() {}

  /**
   * Starts a server. Nothing of this process but the PATH is passed on to it.
   *
   * @param command with the argument {@code --datadir=FOLDER}
   * @param directory its working folder
   * @param output takes what it writes before it opens its log
   */
  public static ProcessHandle start(List<String> command, Path directory, Path output)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("setsid"));
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", path, "LANG", "C.UTF-8", "HOME", directory.toString()));
    return builder
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start()
        .toHandle();
  }

  /** The server that works on this data folder. */
  public static Optional<ProcessHandle> of(Path data) {
    return Optional.ofNullable(below(data).get(data));
  }

  /** All servers whose data folders are in this one, or are it. */
  public static Map<Path, ProcessHandle> below(Path folder) {
    Map<Path, ProcessHandle> found = new HashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        // the handle first: it knows when its process began, so it never ends another
        Optional<ProcessHandle> handle =
            ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
        handle
            .flatMap(h -> data(process))
            .filter(data -> data.startsWith(folder))
            .ifPresent(data -> found.put(data, handle.get()));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return found;
  }

  private static Optional<Path> data(Path process) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.UTF_8);
      return Arrays.stream(line.split("\0"))
          .filter(argument -> argument.startsWith(DATA))
          .map(argument -> Path.of(argument.substring(DATA.length())))
          .findFirst();
    } catch (IOException | java.nio.file.InvalidPathException e) {
      // it has ended, or is none of ours
      return Optional.empty();
    }
  }

  /**
   * Ends a server: in order, and by force where it takes longer than this.
   *
   * @return whether it has ended
   */
  public static boolean end(ProcessHandle server, Duration orderly) {
    if (!orderly.isZero()) {
      server.destroy();
      if (hasEnded(server, orderly)) {
        return true;
      }
    }
    server.destroyForcibly();
    return hasEnded(server, KILLED);
  }

  /** Waits until a process has ended, or until this is over. */
  public static boolean hasEnded(ProcessHandle process, Duration most) {
    try {
      process.onExit().get(most.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    } catch (ExecutionException e) {
      return !process.isAlive();
    }
  }
}
