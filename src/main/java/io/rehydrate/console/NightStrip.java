package io.rehydrate.console;

import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.http.DumpView;
import io.rehydrate.night.Nights;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunHistory;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of the nights of the last days, one mark for each day. */
public final class NightStrip {
  private static final int DAYS = 30;

  private final Nights nights;
  private final RunHistory history;
  private final Clock clock;
  private final ZoneId zone;

  NightStrip(Nights nights, RunHistory history, Clock clock, ZoneId zone) {
    this.nights = nights;
    this.history = history;
    this.clock = clock;
    this.zone = zone;
  }

  /** What became of a day's night. */
  public enum Fate {
    GOOD,
    HELD,
    FAILED,
    MISSED,
    RUNNING,
    NONE;

    /** As a class of the style sheet, and as a word. */
    public String word() {
      return this == NONE ? "no night" : name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A day.
   *
   * @param run that decided its fate
   */
  public record Day(LocalDate date, Fate fate, Optional<String> run) {}

  /**
   * The last days, oldest first.
   *
   * @param dumps of the store
   */
  List<Day> days(List<DumpView> dumps) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    LocalDate first = today.minusDays(DAYS - 1);
    Instant from = first.atStartOfDay(zone).toInstant();
    List<Run> runs = history.after(RunKind.NIGHT, from.minus(Duration.ofDays(1)));
    List<Instant> scheduled = nights.scheduledAfter(from.minusMillis(1));
    List<Day> days = new ArrayList<>();
    for (LocalDate date = first; !date.isAfter(today); date = date.plusDays(1)) {
      days.add(day(date, runs, scheduled, dumps));
    }
    return days;
  }

  private Day day(LocalDate date, List<Run> runs, List<Instant> scheduled, List<DumpView> dumps) {
    List<Run> ofDay =
        runs.stream().filter(run -> run.asOf().filter(asOf -> on(date, asOf)).isPresent()).toList();
    Optional<Run> best =
        ofDay.stream()
            .min(
                java.util.Comparator.comparing((Run run) -> fate(run, dumps))
                    .thenComparing(Run::createdAt, java.util.Comparator.reverseOrder()));
    if (best.isPresent()) {
      return new Day(date, fate(best.get(), dumps), best.map(run -> run.id().value()));
    }
    Optional<DumpView> dump = dumps.stream().filter(d -> on(date, d.asOf())).findFirst();
    if (dump.isPresent()) {
      return new Day(date, dump.get().held() ? Fate.HELD : Fate.GOOD, Optional.empty());
    }
    boolean missed = scheduled.stream().anyMatch(hour -> on(date, hour));
    return new Day(date, missed ? Fate.MISSED : Fate.NONE, Optional.empty());
  }

  private boolean on(LocalDate date, Instant time) {
    return LocalDate.ofInstant(time, zone).equals(date);
  }

  private static Fate fate(Run run, List<DumpView> dumps) {
    if (!run.state().isEnded()) {
      return Fate.RUNNING;
    }
    Optional<DumpView> dump =
        run.asOf()
            .map(asOf -> DumpId.at(asOf).value())
            .flatMap(id -> dumps.stream().filter(d -> d.id().equals(id)).findFirst());
    boolean held =
        run.failure().filter(f -> f.code().equals(ErrorCode.DUMP_HELD.text())).isPresent();
    if (dump.isPresent() && (held || run.state() == RunState.SUCCEEDED)) {
      return dump.get().held() ? Fate.HELD : Fate.GOOD;
    }
    if (held) {
      return Fate.HELD;
    }
    return run.state() == RunState.SUCCEEDED ? Fate.GOOD : Fate.FAILED;
  }
}
