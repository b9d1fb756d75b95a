package io.rehydrate.demo.rds;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The states that a thing goes through, each for its time, and the one in which it then stays.
 *
 * @param settled {@link #GONE}: it is no more
 */
public record Course(List<Phase> phases, String settled) {
  /** The end of everything that is deleted. */
  public static final String GONE = "gone";

  /** A state and how long it lasts. */
  public record Phase(String status, Duration lasts) {}

  public Course {
    phases = List.copyOf(phases);
  }

  /** Begins a course; {@link #settling} says where it ends, else it stays in this state. */
  public static Course of(String status, Duration lasts) {
    return new Course(List.of(new Phase(status, lasts)), status);
  }

  /** In one state from the beginning, for ever. */
  public static Course staying(String status) {
    return new Course(List.of(), status);
  }

  public Course then(String status, Duration lasts) {
    List<Phase> more = new ArrayList<>(phases);
    more.add(new Phase(status, lasts));
    return new Course(more, status);
  }

  public Course settling(String status) {
    return new Course(phases, status);
  }

  Course faster(double times) {
    return new Course(
        phases.stream()
            .map(p -> new Phase(p.status(), Duration.ofNanos((long) (p.lasts().toNanos() / times))))
            .toList(),
        settled);
  }

  LifeCycle from(Instant begun) {
    return new LifeCycle(this, begun);
  }

  Duration lasts() {
    return phases.stream().map(Phase::lasts).reduce(Duration.ZERO, Duration::plus);
  }
}
