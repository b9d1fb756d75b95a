package io.rehydrate.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** How far the work of a run's step is available, as its parts count it. Any thread may count. */
public final class Progress {
  public static final String BYTES = "bytes";
  public static final String ROWS = "rows";

  private final Clock clock;
  private volatile Work work;

  public Progress(Clock clock) {
    this.clock = clock;
  }

  private record Work(String name, String unit, AtomicLong total, AtomicLong done, Instant since) {}

  /**
   * @param total at least {@code done}
   */
  public record Reading(String work, String unit, long done, long total, Duration elapsed) {

    public double perSecond() {
      return elapsed.isZero() ? 0 : done * 1000.0 / elapsed.toMillis();
    }

    /** At the rate so far; empty where there is none yet. */
    public Optional<Duration> left() {
      return done == 0 || elapsed.isZero()
          ? Optional.empty()
          : Optional.of(Duration.ofMillis((long) ((total - done) * 1000.0 / perSecond())));
    }
  }

  /**
   * Begins to count a piece of work; what was counted before is over.
   *
   * @param unit {@link #BYTES}, {@link #ROWS}, or another plural
   * @param total of it, as far as that is known
   */
  public void begin(String name, String unit, long total) {
    work = new Work(name, unit, new AtomicLong(total), new AtomicLong(), clock.instant());
  }

  /** As {@link #begin}, unless work of this name is being counted. */
  public synchronized void ensure(String name, String unit, long total) {
    Work now = work;
    if (now == null || !now.name().equals(name)) {
      begin(name, unit, total);
    }
  }

  /** Counts for work of this name, as long as that is the one. */
  public LongConsumer counter(String name) {
    return more -> {
      Work now = work;
      if (now != null && now.name().equals(name)) {
        now.done().addAndGet(more);
      }
    };
  }

  /** Corrects an estimate of the total of this work. */
  public LongConsumer correction(String name) {
    return more -> {
      Work now = work;
      if (now != null && now.name().equals(name)) {
        now.total().addAndGet(more);
      }
    };
  }

  /** Nothing is counted any more. */
  public void end() {
    work = null;
  }

  /** Empty where nothing is counted, or its total is not known. */
  public Optional<Reading> reading() {
    Work now = work;
    if (now == null || now.total().get() <= 0) {
      return Optional.empty();
    }
    long done = now.done().get();
    return Optional.of(
        new Reading(
            now.name(),
            now.unit(),
            done,
            Math.max(done, now.total().get()),
            Duration.between(now.since(), clock.instant())));
  }
}
