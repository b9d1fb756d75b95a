package io.rehydrate.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts wrong passwords: few for one name from one address, more for all names of one address, and
 * more again for one name from everywhere, so that nobody is locked out by a stranger's few tries.
 */
final class SignInLimit {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int OF_PAIR = 5;
  private static final int OF_ADDRESS = 20;
  private static final int OF_NAME = 50;
  private static final int REMEMBERED = 10_000;

  private final Clock clock;
  private final Map<String, Deque<Instant>> wrong =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > REMEMBERED;
        }
      };

  SignInLimit(Clock clock) {
    this.clock = clock;
  }

  /** How long to wait before another try; empty: none. */
  synchronized Optional<Duration> wait(String name, String address) {
    Instant now = clock.instant();
    return limits(name, address).entrySet().stream()
        .map(limit -> freeAt(limit.getKey(), limit.getValue(), now))
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .map(free -> Duration.between(now, free).plusSeconds(1));
  }

  synchronized void countWrong(String name, String address) {
    for (String key : limits(name, address).keySet()) {
      Deque<Instant> times = wrong.computeIfAbsent(key, k -> new ArrayDeque<>());
      times.addLast(clock.instant());
      if (times.size() > OF_NAME) {
        times.removeFirst();
      }
    }
  }

  /** The right password makes the wrong ones before it forgotten, for this name and address. */
  synchronized void forget(String name, String address) {
    wrong.remove(pair(name, address));
  }

  private static String pair(String name, String address) {
    return "pair " + name + " " + address;
  }

  private static Map<String, Integer> limits(String name, String address) {
    return Map.of(
        pair(name, address), OF_PAIR, "address " + address, OF_ADDRESS, "name " + name, OF_NAME);
  }

  private Optional<Instant> freeAt(String key, int most, Instant now) {
    Deque<Instant> times = wrong.get(key);
    if (times == null) {
      return Optional.empty();
    }
    while (!times.isEmpty() && !times.peekFirst().plus(WINDOW).isAfter(now)) {
      times.removeFirst();
    }
    if (times.isEmpty()) {
      wrong.remove(key);
    }
    return times.size() < most
        ? Optional.empty()
        : times.stream().skip((long) times.size() - most).findFirst().map(t -> t.plus(WINDOW));
  }
}
