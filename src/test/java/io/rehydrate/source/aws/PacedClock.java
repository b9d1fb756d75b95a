package io.rehydrate.source.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Goes as time does, and is moved on where a program would wait: minutes cost milliseconds. */
final class PacedClock extends Clock {
  private final Clock clock = Clock.systemUTC();
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  private volatile Runnable nextStep = () -> {};

  void moveOn(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
    nextStep.run();
  }

  /** Has something done each time that the clock is moved on. */
  void atEachStep(Runnable task) {
    nextStep = task;
  }

  @Override
  public Instant instant() {
    return clock.instant().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
