package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every call that came in, answered or not, in its order. */
public final class CallLog {
  private final List<Call> calls = new ArrayList<>();

  synchronized void add(
      Instant at, String operation, Map<String, String> parameters, String outcome) {
    Map<String, String> told = new HashMap<>(parameters);
    told.computeIfPresent("MasterUserPassword", (name, value) -> "****");
    calls.add(new Call(at, operation, told, outcome));
  }

  public synchronized List<Call> all() {
    return List.copyOf(calls);
  }

  public List<Call> of(String operation) {
    return all().stream().filter(call -> call.operation().equals(operation)).toList();
  }

  /** Calls at or after one time and before another. */
  public List<Call> between(Instant from, Instant to) {
    return all().stream()
        .filter(call -> !call.at().isBefore(from) && call.at().isBefore(to))
        .toList();
  }

  /** How often each operation was called. */
  public Map<String, Long> counts() {
    return all().stream()
        .collect(Collectors.groupingBy(Call::operation, TreeMap::new, Collectors.counting()));
  }

  public synchronized void clear() {
    calls.clear();
  }
}
