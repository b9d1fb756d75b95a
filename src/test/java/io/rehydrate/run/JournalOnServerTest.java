package io.rehydrate.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.SettableClock;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several daemons on one state database. */
@OnEveryMariaDb
class JournalOnServerTest {
  private static final Actor SCHEDULE = new Actor("schedule", "quartz");
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");
  private static final Run.Failure WHY = new Run.Failure(1, "test", "For the test", "");

  @TempDir Path folder;
  private String schema;
  private final List<State> states = new ArrayList<>();

  @BeforeEach
  void narrowSchema() {
    schema = TestServers.newSchema(TestServers.scratch());
    TestServers.run(
        TestServers.scratch().root(),
        "ALTER DATABASE " + schema + " CHARACTER SET latin1",
        "USE " + schema,
        // as an earlier version made it
        "CREATE TABLE run (id VARCHAR(40) NOT NULL PRIMARY KEY, kind VARCHAR(20) NOT NULL, state"
            + " VARCHAR(20) NOT NULL, actor VARCHAR(200) NOT NULL, origin VARCHAR(400) NOT NULL, lease"
            + " VARCHAR(200) NOT NULL, as_of BIGINT, target VARCHAR(40), dump VARCHAR(20), ref"
            + " VARCHAR(400), step VARCHAR(60) NOT NULL, created_at BIGINT NOT NULL, started_at BIGINT,"
            + " ended_at BIGINT, exit_code INTEGER, code VARCHAR(80), message TEXT, hint TEXT,"
            + " cancel_requested INTEGER NOT NULL DEFAULT 0)");
  }

  @AfterEach
  void close() {
    states.forEach(State::close);
  }

  private State state() {
    ServerLogin root = TestServers.scratch().root();
    State state =
        State.open(
            new Settings.State(
                "jdbc:mysql://" + root.url().address() + "/" + schema,
                Optional.of(root.username()),
                Optional.of(new Secret(root.password().reveal()))));
    states.add(state);
    return state;
  }

  private static Journal journal(State state) {
    return new Journal(state, state.clock(Clock.systemUTC()));
  }

  @Test
  void daemons_that_start_at_once_share_the_tables_and_a_scheduled_night_is_written_down_once() {
    List<CompletableFuture<Optional<Run>>> daemons =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> journal(state()).queueScheduled(SCHEDULE, "night:a", TWO)))
            .limit(4)
            .toList();
    List<Run> queued =
        daemons.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();

    assertThat(queued).hasSize(1);
    Journal journal = journal(states.get(0));
    assertThat(journal.queueScheduled(SCHEDULE, "night:b", TWO)).isPresent();
    journal.endQueued(queued.get(0).id(), RunState.FAILED, WHY);
    assertThat(journal.queueScheduled(SCHEDULE, "night:a", TWO)).isEmpty();

    Run other = journal.queueScheduled(SCHEDULE, "night:a", TWO.plusSeconds(60)).orElseThrow();
    journal.endQueued(other.id(), RunState.INTERRUPTED, WHY);
    assertThat(journal.queueScheduled(SCHEDULE, "night:a", TWO.plusSeconds(60))).isPresent();
    assertThat(journal.queueScheduled(SCHEDULE, "night:a", TWO.plusSeconds(60))).isEmpty();
  }

  @Test
  void every_letter_is_kept_and_the_first_word_of_a_fact_counts() {
    Journal journal = journal(state());
    Actor actor = new Actor("Jürgen 张 😀", "cli");

    journal.remember("name", "ß 😀", actor);
    journal.remember("name", "ß 😁", actor);
    assertThat(journal.recall("name")).contains("ß 😁");
    assertThat(journal.rememberFirst("id", "one", actor)).isEqualTo("one");
    assertThat(journal(state()).rememberFirst("id", "two", actor)).isEqualTo("one");
    Run run = journal.queueRefresh(actor, "dev-a", "latest", Optional.of("feature/😀"));
    assertThat(run.actor()).isEqualTo(actor);
    assertThat(run.ref()).contains("feature/😀");
  }

  /** Two machines whose clocks are an hour apart. */
  @Test
  void leases_lapse_by_the_clock_of_the_state_server() {
    State state = state();
    SettableClock ahead = new SettableClock(Instant.now().plus(Duration.ofHours(1)));
    Leases theirs =
        new Leases(state, state.clock(Clock.systemUTC()), new LeaseOwner("elsewhere/boot", 7, 1));
    theirs.take("night:a", "their-run");

    Leases ours = new Leases(state, state.clock(ahead), LeaseOwner.current());
    assertThat(ours.isHeldBy("night:a", "their-run")).isTrue();
    assertThat(ours.isFree("night:a")).isFalse();
  }

  @Test
  void the_log_of_another_machines_run_says_where_it_is() {
    State state = state();
    Journal journal = journal(state);
    Runs theirs = runs(state, journal, folder.resolve("theirs"));
    Runs ours = runs(state, journal, folder.resolve("ours"));
    ActiveRun run = theirs.begin(journal.queueNight(SCHEDULE, "night:a", TWO).id());

    RunLog.Piece head = ours.readLog(run.id(), 0);
    assertThat(head.text())
        .startsWith("The log of this run is ")
        .contains(":" + folder.resolve("theirs/runs/" + run.id() + ".log"));
    ours.log(run.id()).info("said here");
    assertThat(ours.readLog(run.id(), head.nextOffset()).text()).contains("said here");
    assertThat(theirs.readLog(run.id(), 0).text()).contains("asked for by schedule");
  }

  private static Runs runs(State state, Journal journal, Path directory) {
    return new Runs(
        journal,
        new Leases(state, state.clock(Clock.systemUTC()), LeaseOwner.current()),
        new Release(journal, List.of()),
        directory,
        Clock.systemUTC());
  }
}
