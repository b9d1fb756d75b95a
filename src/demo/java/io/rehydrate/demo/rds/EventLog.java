package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened, and what is already known to happen. */
final class EventLog {
  private final List<Event> events = new ArrayList<>();

  void add(Resource thing, Instant at, String category, String message) {
    events.add(new Event(at, thing.kind(), thing.id(), category, message));
  }

  /** Reports of something being made, and how that will end. */
  void beginning(Resource thing) {
    boolean succeeds = thing.life().course().settled().equals(Resource.AVAILABLE);
    String name = thing.kind().element();
    if (thing.kind().isSnapshot()) {
      add(thing, thing.made(), "backup", "Creating manual snapshot");
    }
    add(
        thing,
        thing.life().settlesAt(),
        succeeds ? "creation" : "failure",
        succeeds
            ? name + " created"
            : name + " could not be created: " + thing.life().course().settled());
  }

  /** Those of some time, the oldest first. */
  List<Event> between(Instant from, Instant to) {
    return events.stream()
        .filter(event -> !event.at().isBefore(from) && !event.at().isAfter(to))
        .sorted(Comparator.comparing(Event::at))
        .toList();
  }
}
