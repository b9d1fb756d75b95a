package io.rehydrate.demo.rds;

import java.time.Duration;
import java.time.Instant;

/** A course that began at some time: its state at any other follows from the clock alone. */
record LifeCycle(Course course, Instant begun) {
  private static final int ALL = 100;

  String status(Instant now) {
    Instant end = begun;
    for (Course.Phase phase : course.phases()) {
      end = end.plus(phase.lasts());
      if (now.isBefore(end)) {
        return phase.status();
      }
    }
    return course.settled();
  }

  boolean isSettled(Instant now) {
    return !now.isBefore(settlesAt());
  }

  Instant settlesAt() {
    return begun.plus(course.lasts());
  }

  /** How much of its way is done, in percent. */
  int percent(Instant now) {
    long whole = Math.max(1, course.lasts().toMillis());
    long done = Duration.between(begun, now).toMillis();
    return (int) Math.max(0, Math.min(ALL, done * ALL / whole));
  }
}
