package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.InvalidException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunState;
import io.rehydrate.run.State;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.KnownStores;
import io.rehydrate.store.Store;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which night is due, by the journal and a clock. */
class NightsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Actor JANE = new Actor("jane", "cli");
  private static final Run.Failure WHY = new Run.Failure(1, "test", "For the test", "");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(berlin("2026-06-10T12:00"));
  private State state;
  private Journal journal;
  private Nights nights;

  @BeforeEach
  void open() {
    Settings settings =
        HomeFolder.in(folder)
            .with("nightly.cron", "0 2 * * *")
            .with("nightly.time-zone", "Europe/Berlin")
            .read();
    state = State.open(settings.state());
    journal = new Journal(state, clock);
    nights =
        new Nights(
            settings,
            journal,
            new Store(folder.resolve("store"), clock, KnownStores.of(journal, JANE)),
            clock);
  }

  @AfterEach
  void close() {
    state.close();
  }

  private static Instant berlin(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
  }

  /** As the routes do: queue what is due, begin it, end it. */
  private Optional<Instant> tick(RunState end) {
    RunId id = nights.queueDue();
    if (id == null) {
      return Optional.empty();
    }
    journal.begin(id);
    journal.end(id, end, Optional.of(WHY).filter(f -> end != RunState.SUCCEEDED));
    return journal.get(id).asOf();
  }

  private Optional<Instant> tick() {
    return tick(RunState.SUCCEEDED);
  }

  @Test
  void a_new_installation_waits_for_its_first_hour() {
    assertThat(tick()).isEmpty();

    clock.set(berlin("2026-06-11T01:59"));
    assertThat(tick()).isEmpty();

    clock.set(berlin("2026-06-11T02:00"));
    assertThat(tick()).contains(berlin("2026-06-11T02:00"));
    assertThat(tick()).isEmpty();
  }

  @Test
  void a_night_that_was_missed_runs_once_with_the_time_that_it_should_have_had() {
    tick();
    clock.set(berlin("2026-06-11T09:30"));

    assertThat(tick()).contains(berlin("2026-06-11T02:00"));
    assertThat(tick()).isEmpty();
    clock.set(berlin("2026-06-12T02:00"));
    assertThat(tick()).contains(berlin("2026-06-12T02:00"));
  }

  @Test
  void of_several_nights_that_were_missed_only_the_last_runs() {
    tick();
    clock.set(berlin("2026-06-11T02:00"));
    tick();
    clock.set(berlin("2026-06-15T08:00"));

    assertThat(tick()).contains(berlin("2026-06-15T02:00"));
    assertThat(tick()).isEmpty();
    assertThat(journal.newest(10)).hasSize(2);
  }

  @Test
  void an_interrupted_night_is_tried_once_more_and_no_oftener() {
    tick();
    clock.set(berlin("2026-06-11T02:00"));

    assertThat(tick(RunState.INTERRUPTED)).isPresent();
    clock.forward(Duration.ofMinutes(1));
    assertThat(tick(RunState.INTERRUPTED)).contains(berlin("2026-06-11T02:00"));
    clock.forward(Duration.ofMinutes(1));
    assertThat(tick()).isEmpty();
    clock.set(berlin("2026-06-12T02:00"));
    assertThat(tick()).contains(berlin("2026-06-12T02:00"));
  }

  @Test
  void a_failed_or_cancelled_night_is_left_to_people() {
    tick();
    clock.set(berlin("2026-06-11T02:00"));
    assertThat(tick(RunState.FAILED)).isPresent();
    assertThat(tick()).isEmpty();

    clock.set(berlin("2026-06-12T02:00"));
    assertThat(tick(RunState.CANCELLED)).isPresent();
    assertThat(tick()).isEmpty();
  }

  @Test
  void a_night_that_was_queued_and_could_not_begin_is_given_again() {
    tick();
    clock.set(berlin("2026-06-11T02:00"));
    RunId queued = nights.queueDue();

    clock.forward(Duration.ofMinutes(1));
    assertThat(nights.queueDue()).isEqualTo(queued);

    clock.set(berlin("2026-06-12T02:00"));
    RunId next = nights.queueDue();
    assertThat(next).isNotEqualTo(queued);
    assertThat(journal.get(next).asOf()).contains(berlin("2026-06-12T02:00"));
    assertThat(journal.get(queued).state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(journal.get(queued).failure().orElseThrow().code()).isEqualTo("night.overtaken");
    assertThat(nights.queueDue()).isEqualTo(next);
  }

  @Test
  void a_night_by_hand_before_the_hour_does_not_stand_for_the_schedules() {
    tick();
    clock.set(berlin("2026-06-11T01:30"));
    Run byHand = nights.queue(JANE, clock.instant());
    journal.begin(byHand.id());
    journal.end(byHand.id(), RunState.SUCCEEDED, Optional.empty());

    clock.set(berlin("2026-06-11T02:00"));
    assertThat(tick()).contains(berlin("2026-06-11T02:00"));
  }

  @Test
  void there_is_one_night_a_day_where_the_clock_goes_forward_and_back() {
    assertThat(nightsOf("2026-03-27", "2026-03-31"))
        .containsExactly(
            berlin("2026-03-28T02:00"), berlin("2026-03-29T03:00"), berlin("2026-03-30T02:00"));
    assertThat(nightsOf("2026-10-23", "2026-10-27"))
        .extracting(night -> LocalDateTime.ofInstant(night, BERLIN).toString())
        .containsExactly("2026-10-24T02:00", "2026-10-25T02:00", "2026-10-26T02:00");
  }

  /** Every quarter of an hour a look, from noon of the one day to the other's begin. */
  private List<Instant> nightsOf(String from, String to) {
    List<Instant> ran = new ArrayList<>();
    clock.set(berlin(from + "T12:00"));
    tick();
    Instant end = LocalDate.parse(to).atStartOfDay(BERLIN).toInstant();
    while (clock.instant().isBefore(end)) {
      tick().ifPresent(ran::add);
      clock.forward(Duration.ofMinutes(15));
    }
    return ran;
  }

  @Test
  void no_night_is_taken_for_a_time_to_come_and_not_more_than_ten_wait() {
    assertThatThrownBy(() -> nights.queue(JANE, clock.instant().plusSeconds(1)))
        .isInstanceOf(InvalidException.class);
    for (int i = 0; i < 10; i++) {
      nights.queue(JANE, clock.instant().minusSeconds(i));
    }
    assertThatThrownBy(() -> nights.queue(JANE, clock.instant().minusSeconds(10)))
        .isInstanceOfSatisfying(
            BusyException.class, e -> assertThat(e.code()).isEqualTo("queue.full"));
  }
}
