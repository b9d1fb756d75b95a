package io.rehydrate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.night.Nights;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.LeaseOwner;
import io.rehydrate.run.Leases;
import io.rehydrate.run.Release;
import io.rehydrate.run.Resource;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunHistory;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunState;
import io.rehydrate.run.Runs;
import io.rehydrate.run.State;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.KnownStores;
import io.rehydrate.store.Staging;
import io.rehydrate.store.Store;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private static final Instant FRIDAY = Instant.parse("2026-11-20T03:30:00Z");

  private final SettableClock clock = new SettableClock(NOON.instant());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private State state;
  private Journal journal;
  private Store store;

  @BeforeEach
  void open() {
    state =
        State.open(
            new Settings.State(
                "jdbc:sqlite:" + folder.resolve("s.db"), Optional.empty(), Optional.empty()));
    journal = new Journal(state, clock);
    store = new Store(folder.resolve("store"), clock, KnownStores.of(journal, ApiFixture.JANE));
  }

  @AfterEach
  void close() {
    state.close();
  }

  private void publish(String id) {
    Staging staging = store.stage(RunId.at(NOON.instant()), new DumpId(id));
    store.publish(staging, Dumps.small(staging.folder(), new DumpId(id)));
  }

  private NewestDump newest() {
    return new NewestDump(store, clock);
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  @Test
  void tells_of_the_newest_dump_that_is_offered() {
    publish("20261121T120000Z");
    publish("20261122T020000Z");
    store.hold(new DumpId("20261122T020000Z"), "look at it");
    RunMetrics metrics = new RunMetrics(meters, journal, newest());

    assertThat(metrics).isNotNull();
    assertThat(gauge("rehydrate.dump.age.seconds")).isEqualTo(86_400);
    assertThat(gauge("rehydrate.dump.rows")).isEqualTo(3);
    assertThat(gauge("rehydrate.dump.bytes")).isPositive();
  }

  @Test
  void without_a_dump_there_is_no_age() {
    RunMetrics metrics = new RunMetrics(meters, journal, newest());

    assertThat(metrics).isNotNull();
    assertThat(gauge("rehydrate.dump.age.seconds")).isNaN();
  }

  @Test
  void counts_runs_that_ended() {
    RunMetrics metrics = new RunMetrics(meters, journal, newest());
    Runs runs =
        new Runs(
            journal,
            new Leases(state, NOON, LeaseOwner.current()),
            new Release(journal, List.of()),
            folder,
            NOON);
    ActiveRun run =
        runs.begin(journal.queueRefresh(ApiFixture.JANE, "dev-a", "latest", Optional.empty()).id());
    metrics.count(run);
    assertThat(ended("failed")).isZero();
    runs.fail(run, new StageFailedException(ErrorCode.DUMP_FAILED, "It failed", ""));
    runs.end(run);

    metrics.count(run);

    assertThat(ended("failed")).isEqualTo(1);
    assertThat(ended("succeeded")).isZero();
    assertThat(meters.get("rehydrate.run.duration").tag("kind", "refresh").timer().count())
        .isEqualTo(1);
  }

  private double gauge(String name, String... tags) {
    return meters.get(name).tags(tags).gauge().value();
  }

  @Test
  void shows_the_run_in_progress_the_queue_and_the_last_success() {
    List<Resource> left = new ArrayList<>();
    clock.set(NOON.instant());
    RunGauges.register(
        meters, new RunsNow(journal, new RunHistory(state, journal), () -> left, clock));
    String[] refresh = {"kind", "refresh"};
    assertThat(gauge("rehydrate.runs.queued", refresh)).isZero();
    assertThat(gauge("rehydrate.queue.age.seconds", refresh)).isZero();
    assertThat(gauge("rehydrate.last.success.timestamp.seconds", refresh)).isNaN();

    RunId first = journal.queueRefresh(ApiFixture.JANE, "dev-a", "d", Optional.empty()).id();
    RunId second = journal.queueRefresh(ApiFixture.JANE, "dev-b", "d", Optional.empty()).id();
    journal.begin(first);
    clock.set(NOON.instant().plusSeconds(20));
    journal.step(first, "load");
    left.add(new Resource(1, first, "aws-cluster", "x", "", NOON.instant()));
    left.add(new Resource(2, first, "of a later version", "x", "", NOON.instant()));
    clock.set(NOON.instant().plusSeconds(50));
    assertThat(gauge("rehydrate.runs.in.progress", "kind", "refresh", "step", "load")).isEqualTo(1);
    assertThat(gauge("rehydrate.runs.in.progress", "kind", "night", "step", "other")).isZero();
    assertThat(gauge("rehydrate.run.age.seconds", refresh)).isEqualTo(50);
    assertThat(gauge("rehydrate.run.step.age.seconds", refresh)).isEqualTo(30);
    assertThat(gauge("rehydrate.run.age.seconds", "kind", "night")).isZero();
    assertThat(gauge("rehydrate.runs.queued", refresh)).isEqualTo(1);
    assertThat(gauge("rehydrate.queue.age.seconds", refresh)).isEqualTo(50);
    assertThat(gauge("rehydrate.leftovers", "kind", "aws")).isEqualTo(1);
    assertThat(gauge("rehydrate.leftovers", "kind", "other")).isEqualTo(1);

    journal.step(first, "a step of one's own");
    journal.end(first, RunState.SUCCEEDED, Optional.empty());
    journal.begin(second);
    journal.step(second, "a step of one's own");
    clock.set(NOON.instant().plusSeconds(60));
    assertThat(gauge("rehydrate.last.success.timestamp.seconds", refresh))
        .isEqualTo((double) NOON.instant().getEpochSecond() + 50);
    assertThat(gauge("rehydrate.runs.in.progress", "kind", "refresh", "step", "other"))
        .isEqualTo(1);
  }

  @Test
  void a_state_database_that_does_not_answer_is_seen_and_asked_again_later() {
    clock.set(NOON.instant());
    AtomicInteger asked = new AtomicInteger();
    RunGauges.register(
        meters,
        new RunsNow(
            journal,
            new RunHistory(state, journal),
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("no connection");
              }
              return List.of();
            },
            clock));
    assertThat(gauge("rehydrate.runs.queued", "kind", "night")).isNaN();
    assertThat(gauge("rehydrate.run.age.seconds", "kind", "night")).isNaN();
    assertThat(asked).hasValue(1);

    clock.set(NOON.instant().plusSeconds(31));
    assertThat(gauge("rehydrate.runs.queued", "kind", "night")).isZero();
  }

  @Test
  void every_step_of_the_shipped_routes_has_a_label_of_its_own() throws Exception {
    for (RunKind kind : RunKind.values()) {
      String file =
          switch (kind) {
            case NIGHT -> "nightly";
            case REFRESH -> "refresh";
            case REHEARSAL -> "engine/rehearse";
            case CLONE -> "engine/clones";
          };
      List<String> steps =
          Pattern.compile("method: \"step\\(\\*, '([^']+)'\\)\"")
              .matcher(Files.readString(Path.of("routes/" + file + ".camel.yaml")))
              .results()
              .map(step -> step.group(1))
              .toList();
      assertThat(StepLabel.all(kind)).containsSubsequence(steps).hasSize(steps.size() + 1);
    }
  }

  private double ended(String outcome) {
    return meters
        .get("rehydrate.runs.ended")
        .tag("kind", "refresh")
        .tag("state", outcome)
        .counter()
        .count();
  }

  /** Noon of a Sunday, where nights are at 03:30 from Monday to Friday. */
  private Nights weekdays(Instant since) {
    Nights nights =
        new Nights(
            HomeFolder.in(folder)
                .with("nightly.cron", "30 3 * * 1-5")
                .with("nightly.time-zone", "UTC")
                .read(),
            journal,
            store,
            clock);
    clock.set(since);
    assertThat(nights.queueDue()).isNull();
    clock.set(NOON.instant());
    return nights;
  }

  private HealthCheck.State health(Nights nights) {
    return new DumpAgeCheck(newest(), new NightHealth(nights, clock)).callReadiness().getState();
  }

  @Test
  void is_ready_on_a_weekend_without_nights_and_not_once_a_scheduled_night_left_no_dump() {
    Nights nights = weekdays(FRIDAY.minusSeconds(1));
    assertThat(health(nights)).isEqualTo(HealthCheck.State.DOWN);

    publish("20261120T033000Z");
    assertThat(health(nights)).isEqualTo(HealthCheck.State.UP);
    clock.set(Instant.parse("2026-11-23T04:00:00Z"));
    assertThat(health(nights)).isEqualTo(HealthCheck.State.UP);
    clock.set(Instant.parse("2026-11-23T05:31:00Z"));
    assertThat(health(nights)).isEqualTo(HealthCheck.State.DOWN);
    publish("20261123T033000Z");
    assertThat(health(nights)).isEqualTo(HealthCheck.State.UP);
  }

  private String warning(Nights nights) {
    return new StaleNights(newest(), new NightHealth(nights, clock), journal).warning();
  }

  @Test
  void a_stale_dump_is_warned_of_once_for_each_hour_that_has_none() {
    Nights nights = weekdays(FRIDAY.minusSeconds(1));
    assertThat(warning(nights)).contains("stale: there is none", "2026-11-20T03:30:00Z");
    assertThat(warning(nights)).isEmpty();

    publish("20261120T033000Z");
    clock.set(Instant.parse("2026-11-23T04:00:00Z"));
    assertThat(warning(nights)).isEmpty();
    clock.set(Instant.parse("2026-11-23T05:31:00Z"));
    assertThat(warning(nights)).contains("stale: 20261120T033000Z", "2026-11-23T03:30:00Z");
    assertThat(warning(nights)).isEmpty();
  }

  @Test
  void is_not_ready_where_every_night_has_failed_and_is_while_one_is_at_work() {
    Nights nights = weekdays(FRIDAY.minusSeconds(1));
    clock.set(FRIDAY.plusSeconds(60));
    RunId id = nights.queueDue();
    journal.begin(id);
    clock.set(FRIDAY.plusSeconds(3 * 3600));
    assertThat(health(nights)).isEqualTo(HealthCheck.State.UP);

    journal.end(id, RunState.FAILED, Optional.of(new Run.Failure(1, "x.y", "It failed", "")));
    assertThat(health(nights)).isEqualTo(HealthCheck.State.DOWN);
    clock.set(Instant.parse("2026-11-20T12:00:00Z"));
    publish("20261120T120000Z");
    assertThat(health(nights)).isEqualTo(HealthCheck.State.UP);
  }

  @Test
  void is_ready_before_its_first_hour_and_where_no_schedule_is_switched_on() {
    Nights nights = weekdays(NOON.instant());
    assertThat(health(nights)).isEqualTo(HealthCheck.State.UP);
    Nights none = new Nights(HomeFolder.in(folder).read(), journal, store, clock, List::of);
    assertThat(health(none)).isEqualTo(HealthCheck.State.UP);
  }
}
