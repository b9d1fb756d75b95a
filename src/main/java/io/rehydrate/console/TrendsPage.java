package io.rehydrate.console;

import io.rehydrate.http.DumpOperations;
import io.rehydrate.http.DumpView;
import io.rehydrate.run.DumpFigures;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunHistory;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import org.apache.camel.Message;

/** How size, rows and duration change over the nights. */
public final class TrendsPage {
  private static final Duration REACH = Duration.ofDays(90);

  private final Console console;
  private final Journal journal;
  private final RunHistory history;
  private final DumpOperations dumps;
  private final Clock clock;

  TrendsPage(
      Console console, Journal journal, RunHistory history, DumpOperations dumps, Clock clock) {
    this.console = console;
    this.journal = journal;
    this.history = history;
    this.dumps = dumps;
    this.clock = clock;
  }

  /**
   * A night that published a dump.
   *
   * @param seconds from its beginning to its end
   */
  public record Night(
      String run, Instant asOf, String dump, long bytes, long rows, double seconds) {}

  /** The page. */
  public String show(Message message) {
    Shown shown = console.shown();
    List<Night> nights = nights();
    return console.page(
        message,
        "trends",
        "trends",
        "Trends",
        Map.of(
            "nights",
            nights,
            "charts",
            List.of(
                chart("Size of the dump", nights, Night::bytes, v -> shown.bytes((long) v)),
                chart("Rows in the dump", nights, Night::rows, v -> shown.number((long) v)),
                chart("Duration of the night", nights, Night::seconds, shown::seconds))));
  }

  private TrendChart chart(
      String title,
      List<Night> nights,
      ToDoubleFunction<Night> value,
      DoubleFunction<String> text) {
    return TrendChart.of(
        title,
        nights.stream()
            .map(
                night ->
                    new TrendChart.Value(
                        console.shown().when(night.asOf()).text(),
                        console.shown().day(night.asOf()),
                        value.applyAsDouble(night)))
            .toList(),
        text);
  }

  /** Oldest first. */
  private List<Night> nights() {
    Map<RunId, DumpFigures> figures = journal.figures();
    List<DumpView> stored = dumps.views();
    List<Night> nights = new ArrayList<>();
    for (Run run : history.after(RunKind.NIGHT, clock.instant().minus(REACH))) {
      Optional<DumpFigures> size =
          Optional.ofNullable(figures.get(run.id())).or(() -> ofStore(run, stored));
      if (run.asOf().isPresent() && size.isPresent()) {
        Duration took =
            Duration.between(
                run.startedAt().orElse(run.createdAt()), run.endedAt().orElse(clock.instant()));
        nights.add(
            0,
            new Night(
                run.id().value(),
                run.asOf().get(),
                size.get().dump(),
                size.get().bytes(),
                size.get().rows(),
                took.toMillis() / 1000.0));
      }
    }
    return nights;
  }

  /** Of nights before the journal kept figures. */
  private static Optional<DumpFigures> ofStore(Run run, List<DumpView> stored) {
    return stored.stream()
        .filter(dump -> run.dump().filter(dump.id()::equals).isPresent())
        .findFirst()
        .map(dump -> new DumpFigures(dump.id(), dump.rows(), dump.rowsBefore(), dump.bytes()));
  }
}
