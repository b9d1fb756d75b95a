package io.rehydrate.demo.rds;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults that are to come; each call takes its own. */
public final class Faults {
  private final Map<String, Deque<Fault>> next = new HashMap<>();
  private final Map<String, Fault> always = new HashMap<>();
  private final Map<Step, Deque<Course>> courses = new EnumMap<>(Step.class);
  private final Courses usual;
  private Duration unseen = Duration.ZERO;
  private Duration untagged = Duration.ZERO;
  private Duration deaf = Duration.ZERO;
  private int period;
  private int calls;
  private Fault periodic = Fault.none();

  Faults(Courses usual) {
    this.usual = usual;
  }

  /** The next calls of an operation fail so, one after the other. */
  public synchronized Faults next(String operation, Fault... faults) {
    next.computeIfAbsent(operation, name -> new ArrayDeque<>()).addAll(List.of(faults));
    return this;
  }

  /** All calls of an operation fail so, until {@link #clear()}. */
  public synchronized Faults always(String operation, Fault fault) {
    always.put(operation, fault);
    return this;
  }

  /** Each n-th call fails so, whatever its operation. */
  public synchronized Faults everyNth(int n, Fault fault) {
    period = n;
    periodic = fault;
    return this;
  }

  /** The next things that take this step go these ways, one after the other. */
  public synchronized Faults course(Step step, Course... others) {
    courses.computeIfAbsent(step, s -> new ArrayDeque<>()).addAll(List.of(others));
    return this;
  }

  /** For how long something new is not found yet by those who ask. */
  public synchronized Faults unseen(Duration time) {
    unseen = time;
    return this;
  }

  /** For how long something new is listed without its tags. */
  public synchronized Faults untagged(Duration time) {
    untagged = time;
    return this;
  }

  /**
   * By how much later the servers of new instances begin to listen, whatever the instances' state:
   * "available" need not be "connectable".
   *
   * @param time by the wall clock
   */
  public synchronized Faults deaf(Duration time) {
    deaf = time;
    return this;
  }

  public synchronized void clear() {
    next.clear();
    always.clear();
    courses.clear();
    unseen = Duration.ZERO;
    untagged = Duration.ZERO;
    deaf = Duration.ZERO;
    period = 0;
    calls = 0;
  }

  synchronized Fault take(String operation) {
    calls++;
    if (period > 0 && calls % period == 0) {
      return periodic;
    }
    return Optional.ofNullable(next.get(operation))
        .map(Deque::poll)
        .orElseGet(() -> always.getOrDefault(operation, Fault.none()));
  }

  synchronized Course courseOf(Step step) {
    return Optional.ofNullable(courses.get(step)).map(Deque::poll).orElseGet(() -> usual.of(step));
  }

  synchronized Duration deaf() {
    return deaf;
  }

  synchronized Duration untagged() {
    return untagged;
  }

  synchronized Duration unseen() {
    return unseen;
  }
}
