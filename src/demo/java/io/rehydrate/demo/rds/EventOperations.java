package io.rehydrate.demo.rds;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports what happened. */
final class EventOperations {
  private static final List<String> SOURCES =
      List.of(
          "db-instance",
          "db-parameter-group",
          "db-security-group",
          "db-snapshot",
          "db-cluster",
          "db-cluster-snapshot",
          "custom-engine-version",
          "db-proxy",
          "blue-green-deployment",
          "db-shard-group",
          "zero-etl");
  private static final int HOUR = 60;
  private static final int FORTNIGHT = 14 * 24 * HOUR;

  private final Account account;

  EventOperations(Account account) {
    this.account = account;
  }

  Answer describe(Parameters p) {
    Optional<String> type = p.text("SourceType");
    Optional<String> id = p.text("SourceIdentifier").map(Identifier::known);
    if (p.has("Filters")) {
      throw ApiError.badValue("Filters isn't currently supported.");
    }
    if (id.isPresent() && type.isEmpty()) {
      throw ApiError.badCombination("SourceIdentifier needs a SourceType.");
    }
    if (type.filter(t -> !SOURCES.contains(t)).isPresent()) {
      throw ApiError.badValue("Invalid source type: " + type.get());
    }
    Instant now = account.now();
    Instant to = p.time("EndTime", now).filter(t -> t.isBefore(now)).orElse(now);
    int minutes = p.number("Duration", 1, FORTNIGHT).orElse(HOUR);
    Instant from = p.time("StartTime", now).orElse(to.minus(Duration.ofMinutes(minutes)));
    List<String> categories = p.list("EventCategories", "EventCategory");
    List<Event> found =
        account.events().between(from, to).stream()
            .filter(e -> type.map(e.kind().eventSource()::equals).orElse(true))
            .filter(e -> id.map(e.id()::equals).orElse(true))
            .filter(e -> categories.isEmpty() || categories.contains(e.category()))
            .toList();
    return Page.of(p, found, e -> "%08d".formatted(found.indexOf(e)))
        .answer("Events", "Event", e -> xml -> write(xml, e));
  }

  private static void write(Xml xml, Event event) {
    xml.text("SourceIdentifier", event.id())
        .text("SourceType", event.kind().eventSource())
        .text("SourceArn", new Arn(event.kind(), event.id()))
        .text("Message", event.message())
        .texts("EventCategories", "EventCategory", List.of(event.category()))
        .time("Date", event.at());
  }
}
