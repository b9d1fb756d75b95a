package io.rehydrate.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs a program that says little, and waits for its end. */
public final class ShortProgram {
  private static final int LONGEST = 64 * 1024;

  private ShortProgram() {}

  /**
   * How a program ended.
   *
   * @param said its standard output and error, cut off at 64 KiB
   */
  public record Result(int exitCode, String said) {
    public boolean isGood() {
      return exitCode == 0;
    }
  }

  /** As {@link #run(List, Path, InputStream, Duration)}, with nothing to read. */
  public static Result run(List<String> command, Path directory, Duration most) throws IOException {
    return run(command, directory, InputStream.nullInputStream(), most);
  }

  /**
   * Runs a program in an environment of its own.
   *
   * @param input what it reads
   * @param most after which it and its children are ended
   * @throws IOException where it can't be started, or has not ended in time
   */
  public static Result run(List<String> command, Path directory, InputStream input, Duration most)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", path, "LANG", "C.UTF-8", "HOME", directory.toString()));
    Process process = builder.start();
    try {
      Thread feeder = daemon("program-input", () -> feed(process, input));
      feeder.start();
      FutureTask<String> said = new FutureTask<>(() -> read(process.getInputStream()));
      daemon("program-output", said).start();
      if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("no end within " + most.toSeconds() + " s");
      }
      return new Result(process.exitValue(), said.get(5, TimeUnit.SECONDS).strip());
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("its output broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Stream.concat(process.descendants(), Stream.of(process.toHandle()))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private static void feed(Process process, InputStream input) {
    try (OutputStream out = process.getOutputStream();
        input) {
      input.transferTo(out);
    } catch (IOException e) {
      // a program that does not read on says why by itself
      return;
    }
  }

  private static String read(InputStream stream) throws IOException {
    StringBuilder said = new StringBuilder();
    byte[] buffer = new byte[4096];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        if (said.length() < LONGEST) {
          said.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
      }
    }
    return said.toString();
  }
}
