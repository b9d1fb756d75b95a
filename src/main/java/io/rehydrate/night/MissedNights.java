package io.rehydrate.night;

import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which hour of the schedules has passed without its night. The journal remembers since when each
 * schedule is there: what lay before it was not missed.
 */
final class MissedNights {
  private static final String FIRST_START = "nightly.first-start";
  private static final String SEEN = "schedule ";

  private final Journal journal;
  private final Schedules schedules;
  private final Actor actor;
  private final Clock clock;

  /**
   * @param actor in whose name the journal remembers
   */
  MissedNights(Journal journal, Schedules schedules, Actor actor, Clock clock) {
    this.journal = journal;
    this.schedules = schedules;
    this.actor = actor;
    this.clock = clock;
  }

  /**
   * The last hour of any schedule after this time, by now; where it is empty, since it is known.
   */
  Optional<Instant> last(Optional<Instant> after) {
    Instant now = clock.instant();
    schedules.switchedOff().forEach(schedule -> journal.forgetFact(fact(schedule)));
    return schedules.active().stream()
        .flatMap(
            schedule -> {
              Instant since = since(schedule, now);
              return schedule.last(after.filter(since::isBefore).orElse(since), now).stream();
            })
        .max(Instant::compareTo);
  }

  /** The hours of all schedules after this time, by now, as far back as each is known. */
  List<Instant> hoursAfter(Instant from, int most) {
    Instant now = clock.instant();
    return schedules.active().stream()
        .flatMap(
            schedule -> {
              Instant since = since(schedule, now);
              return schedule.between(since.isAfter(from) ? since : from, now, most).stream();
            })
        .sorted()
        .toList();
  }

  /** The next hour of any schedule. */
  Optional<Instant> next() {
    return schedules.active().stream()
        .flatMap(schedule -> schedule.next(clock.instant()).stream())
        .min(Instant::compareTo);
  }

  /** Before there were schedules in routes, the journal remembered the first start. */
  private Instant since(Schedule schedule, Instant now) {
    String first =
        Optional.of(FIRST_START)
            .filter(name -> journal.recallAll(SEEN).isEmpty())
            .flatMap(journal::recall)
            .orElseGet(() -> Long.toString(now.toEpochMilli()));
    return Instant.ofEpochMilli(
        Long.parseLong(journal.rememberFirst(fact(schedule), first, actor)));
  }

  /** However long its text is. */
  private static String fact(Schedule schedule) {
    return SEEN + UUID.nameUUIDFromBytes(schedule.toString().getBytes(StandardCharsets.UTF_8));
  }
}
