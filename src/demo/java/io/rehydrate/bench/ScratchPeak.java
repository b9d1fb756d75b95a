package io.rehydrate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the size of a server's tables every quarter of a second, beyond what it has at first.
 */
final class ScratchPeak implements AutoCloseable {
  private static final long MILLIS = 250;

  private final Path data;
  private final long first;
  private final long since = System.nanoTime();
  private final List<Sample> samples = new ArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "scratch-peak"));

  private record Sample(long nanos, long bytes) {}

  ScratchPeak(Path data) {
    this.data = data;
    this.first = size(data);
    thread.scheduleWithFixedDelay(this::look, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    samples.add(new Sample(System.nanoTime() - since, size(data) - first));
  }

  /** The most within a time from the beginning, in bytes. */
  synchronized long bytes(Duration within) {
    return samples.stream()
        .filter(sample -> sample.nanos() <= within.toNanos())
        .mapToLong(Sample::bytes)
        .max()
        .orElse(0);
  }

  /** Of the tables in a folder, in bytes; a file that goes meanwhile is passed over. */
  static long size(Path folder) {
    long[] bytes = new long[1];
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes[0] += file.toString().endsWith(".ibd") ? attributes.size() : 0;
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path ended, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes[0];
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
