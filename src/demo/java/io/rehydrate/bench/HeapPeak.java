package io.rehydrate.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The most heap that was in use at one of many looks, garbage included. */
public final class HeapPeak implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 20;

  private final AtomicLong most = new AtomicLong();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "heap-peak"));

  /** Begins to look. */
  public HeapPeak() {
    var unused = looks.scheduleAtFixedRate(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    most.accumulateAndGet(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), Math::max);
  }

  /** In bytes. */
  public long bytes() {
    return most.get();
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
