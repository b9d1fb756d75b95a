package io.rehydrate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Leases;
import io.rehydrate.run.Owner;
import io.rehydrate.run.Release;
import io.rehydrate.run.RunId;
import io.rehydrate.run.Runs;
import io.rehydrate.run.State;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.KnownStores;
import io.rehydrate.store.Staging;
import io.rehydrate.store.Store;
import io.rehydrate.support.Dumps;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
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
    journal = new Journal(state, NOON);
    store = new Store(folder.resolve("store"), NOON, KnownStores.of(journal, ApiFixture.JANE));
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
    return new NewestDump(store, NOON);
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  private HealthCheck.State health() {
    return new DumpAgeCheck(newest()).callReadiness().getState();
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
    assertThat(health()).isEqualTo(HealthCheck.State.UP);
  }

  @Test
  void counts_runs_that_ended() {
    RunMetrics metrics = new RunMetrics(meters, journal, newest());
    Runs runs =
        new Runs(
            journal,
            new Leases(state, NOON, Owner.current()),
            new Release(journal, List.of()),
            folder,
            NOON);
    ActiveRun run =
        runs.begin(journal.queueRefresh(ApiFixture.JANE, "dev-a", "latest", Optional.empty()).id());
    metrics.count(run);
    assertThat(ended("failed")).isZero();
    runs.fail(run, new StageFailedException("x.y", "It failed", ""));
    runs.end(run);

    metrics.count(run);

    assertThat(ended("failed")).isEqualTo(1);
    assertThat(ended("succeeded")).isZero();
    assertThat(meters.get("rehydrate.run.duration").tag("kind", "refresh").timer().count())
        .isEqualTo(1);
  }

  private double ended(String outcome) {
    return meters
        .get("rehydrate.runs.ended")
        .tag("kind", "refresh")
        .tag("state", outcome)
        .counter()
        .count();
  }

  @Test
  void is_ready_while_the_newest_dump_is_younger_than_26_hours() {
    publish("20261121T110000Z");
    assertThat(health()).isEqualTo(HealthCheck.State.UP);
    publish("20261121T095959Z");
    assertThat(health()).isEqualTo(HealthCheck.State.UP);
  }

  @Test
  void is_not_ready_once_the_newest_dump_is_older() {
    publish("20261121T095959Z");

    assertThat(health()).isEqualTo(HealthCheck.State.DOWN);
  }
}
