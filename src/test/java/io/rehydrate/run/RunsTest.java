package io.rehydrate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Settings;
import io.rehydrate.support.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  private static final Actor JANE = new Actor("jane", "cli");
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");
  private static final LeaseOwner ELSEWHERE = new LeaseOwner("another-machine/boot", 7, 1);

  @TempDir Path folder;
  private final List<String> removed = new ArrayList<>();
  private State state;
  private Journal journal;
  private Runs runs;

  @BeforeEach
  void open() {
    state =
        State.open(
            new Settings.State(
                "jdbc:sqlite:" + folder.resolve("s.db"), Optional.empty(), Optional.empty()));
    journal = new Journal(state, at(TWO));
    runs = runs(at(TWO), LeaseOwner.current());
  }

  @AfterEach
  void close() {
    state.close();
  }

  private Runs runs(Clock clock, LeaseOwner owner) {
    Journal own = new Journal(state, clock);
    return new Runs(
        own,
        new Leases(state, clock, owner),
        new Release(own, List.of(folderReleaser())),
        folder,
        clock);
  }

  private static Clock at(Instant time) {
    return Clock.fixed(time, ZoneOffset.UTC);
  }

  /** Removes by noting; refuses what is named stubborn. */
  private Releaser folderReleaser() {
    return new Releaser() {
      @Override
      public String kind() {
        return "folder";
      }

      @Override
      public void release(Resource resource) {
        if (resource.name().equals("stubborn")) {
          throw new RefusedException(ErrorCode.GUARD_SCRATCH, "It stays", "");
        }
        removed.add(resource.name());
      }
    };
  }

  @Test
  void a_run_ends_with_what_it_made_removed_in_reverse_order() {
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    journal.add(run.id(), "folder", "first", "");
    journal.add(run.id(), "folder", "second", "");

    runs.end(run);

    assertThat(removed).containsExactly("second", "first");
    assertThat(journal.get(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(run.workDirectory()).doesNotExist();
    assertThat(journal.resources(run.id())).isEmpty();
  }

  @Test
  void the_folder_of_a_run_whose_process_was_killed_after_its_end_is_removed() throws IOException {
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    runs.end(run);
    Files.createDirectories(run.workDirectory());
    ActiveRun other = runs.begin(journal.queueNight(JANE, "night:b", TWO).id());

    runs.recover();

    assertThat(run.workDirectory()).doesNotExist();
    assertThat(other.workDirectory()).exists();
  }

  @Test
  void a_failure_is_kept_in_words_and_its_leftovers_are_tried_again() {
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    journal.add(run.id(), "folder", "stubborn", "");
    journal.add(run.id(), "folder", "easy", "");
    runs.fail(
        run,
        new RefusedException(
            ErrorCode.GUARD_SOURCE, "The scratch is the source", "Use another server"));

    runs.end(run);

    Run ended = journal.get(run.id());
    assertThat(ended.state()).isEqualTo(RunState.FAILED);
    assertThat(ended.failure())
        .contains(
            new Run.Failure(13, "guard.source", "The scratch is the source", "Use another server"));
    assertThat(removed).containsExactly("easy");
    assertThat(journal.runsWithResources()).containsExactly(run.id());
    assertThat(runs.log(run.id()).read(0).text()).contains("left behind: folder stubborn");
  }

  private Runs resuming() {
    return new Runs(
        journal,
        new Leases(state, at(TWO), LeaseOwner.current()),
        new Release(journal, List.of(folderReleaser())),
        folder,
        at(TWO),
        run -> run.step().equals("acquire"));
  }

  @Test
  void a_run_that_may_go_on_keeps_what_it_made_when_the_process_stops() {
    Runs first = resuming();
    ActiveRun run = first.begin(journal.queueNight(JANE, "night:a", TWO).id());
    run.step("acquire");
    journal.add(run.id(), "folder", "kept", "");

    first.stop();

    assertThat(run.isSuspended()).isTrue();
    assertThat(removed).isEmpty();
    assertThat(journal.get(run.id()).state()).isEqualTo(RunState.RUNNING);
    Runs second = resuming();
    second.recover();
    assertThat(second.runsToKeep()).containsExactly(run.id());
    assertThat(second.leftBehind()).isEmpty();
    assertThat(second.nextResumable()).isEqualTo(run.id());
    ActiveRun again = second.begin(run.id());
    assertThat(second.nextResumable()).isNull();
    second.end(again);
    assertThat(removed).containsExactly("kept");
    assertThat(journal.get(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
  }

  /** Its release may have begun: to make things anew beside that would pay twice. */
  @Test
  void a_run_that_died_after_it_had_failed_does_not_go_on_and_keeps_its_reason() {
    Runs first = resuming();
    ActiveRun run = first.begin(journal.queueNight(JANE, "night:a", TWO).id());
    run.step("acquire");
    journal.add(run.id(), "folder", "half", "");
    first.fail(run, new RefusedException(ErrorCode.GUARD_SOURCE, "So it was", ""));
    new Leases(state, at(TWO), LeaseOwner.current()).release("night:a");

    Runs second = resuming();
    second.recover();

    assertThat(second.nextResumable()).isNull();
    assertThat(removed).containsExactly("half");
    assertThat(journal.get(run.id()).state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(journal.get(run.id()).failure().orElseThrow().code()).isEqualTo("guard.source");
  }

  @Test
  void a_run_that_was_cancelled_or_has_come_farther_does_not_go_on() {
    Runs first = resuming();
    ActiveRun cancelled = first.begin(journal.queueNight(JANE, "night:a", TWO).id());
    cancelled.step("acquire");
    first.stop();
    first.cancel(cancelled.id(), JANE);
    ActiveRun farther = first.begin(journal.queueNight(JANE, "night:b", TWO).id());
    farther.step("dehydrate");
    first.stop();

    Runs second = resuming();
    second.recover();

    assertThat(second.nextResumable()).isNull();
    assertThat(journal.get(cancelled.id()).state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(journal.get(farther.id()).state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void news_tells_what_the_run_noted() {
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    run.addNotification("an older snapshot was taken");
    runs.end(run);

    assertThat(runs.news(run)).endsWith(". an older snapshot was taken");
  }

  @Test
  void two_runs_of_one_lease_do_not_run_at_once() {
    ActiveRun first = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    RunId second = journal.queueNight(JANE, "night:a", TWO).id();

    assertThatThrownBy(() -> runs.begin(second))
        .isInstanceOf(BusyException.class)
        .hasMessageContaining(first.id().value());

    runs.end(first);
    assertThat(runs.begin(second).run().state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void a_run_of_another_machine_is_dead_only_when_its_lease_has_lapsed() {
    Runs theirs = runs(at(TWO), ELSEWHERE);
    ActiveRun run = theirs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    journal.add(run.id(), "folder", "theirs", "");

    runs.recover();
    assertThat(journal.get(run.id()).state()).isEqualTo(RunState.RUNNING);
    assertThat(removed).isEmpty();

    runs(at(TWO.plus(Leases.TERM).plusSeconds(1)), LeaseOwner.current()).recover();
    assertThat(journal.get(run.id()).state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(removed).containsExactly("theirs");
  }

  @Test
  void a_run_of_a_process_of_this_machine_that_is_gone_is_dead_at_once() {
    LeaseOwner gone = new LeaseOwner(LeaseOwner.current().machine(), 2_000_000_000L, 1);
    ActiveRun run = runs(at(TWO), gone).begin(journal.queueNight(JANE, "night:a", TWO).id());

    runs.recover();

    assertThat(journal.get(run.id()).state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(run.workDirectory()).doesNotExist();
    assertThat(runs.begin(journal.queueNight(JANE, "night:a", TWO).id()).isCancelled()).isFalse();
  }

  @Test
  void a_process_of_another_container_of_this_machine_is_not_judged_by_its_id() {
    String machine = LeaseOwner.current().machine().replaceFirst("\\.\\d+$", "");
    LeaseOwner unknown = new LeaseOwner(machine + ".4026599999", 2_000_000_000L, 1);
    ActiveRun run = runs(at(TWO), unknown).begin(journal.queueNight(JANE, "night:a", TWO).id());

    runs.recover();

    assertThat(journal.get(run.id()).state()).isEqualTo(RunState.RUNNING);
    assertThat(LeaseOwner.ofFileName(unknown.fileName())).isEqualTo(unknown);
    assertThat(LeaseOwner.ofFileName(unknown.fileName()).isGoneFromHere()).isFalse();
  }

  @Test
  void the_heartbeat_renews_leases_and_hears_of_cancels_and_of_losses() {
    Clock later = at(TWO.plus(Duration.ofSeconds(20)));
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    ActiveRun other = runs.begin(journal.queueNight(JANE, "night:b", TWO).id());
    Leases leases = new Leases(state, later, LeaseOwner.current());
    Heartbeat heartbeat = new Heartbeat(runs, journal, leases, List.of(), "test", Map.of(), later);

    heartbeat.beat();
    assertThat(leases.find("night:a").orElseThrow().expiresAt())
        .isEqualTo(later.instant().plus(Leases.TERM));

    journal.requestCancel(run.id(), JANE);
    state.client().sql("UPDATE lease SET owner = 'x 1 1' WHERE name = 'night:b'").update();
    heartbeat.beat();
    assertThat(run.isCancelled()).isTrue();
    assertThat(other.isCancelled()).isTrue();
    assertThatThrownBy(() -> run.step("dump")).hasMessageContaining("cancelled");
  }

  @Test
  void a_run_that_lasts_too_long_is_cancelled() {
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    Map<RunKind, Duration> hour = Map.of(RunKind.NIGHT, Duration.ofHours(1));
    Leases leases = new Leases(state, at(TWO), LeaseOwner.current());

    new Heartbeat(
            runs, journal, leases, List.of(), "test", hour, at(TWO.plus(Duration.ofMinutes(59))))
        .beat();
    assertThat(run.isCancelled()).isFalse();
    new Heartbeat(
            runs, journal, leases, List.of(), "test", hour, at(TWO.plus(Duration.ofMinutes(61))))
        .beat();
    assertThat(run.isCancelled()).isTrue();
  }

  @Test
  void cancelling_stops_what_runs_and_a_queued_run_never_begins() {
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    List<String> stopped = new ArrayList<>();
    run.onCancel(() -> stopped.add("queries"));
    RunId queued =
        journal.queueRefresh(JANE, "dev-a", "20261122T020000Z", Optional.of("main")).id();

    runs.cancel(run.id(), JANE);
    runs.cancel(queued, JANE);

    assertThat(stopped).containsExactly("queries");
    runs.end(run);
    assertThat(journal.get(run.id()).state()).isEqualTo(RunState.CANCELLED);
    assertThatThrownBy(() -> runs.begin(queued)).isInstanceOf(BusyException.class);
    assertThat(new Leases(state, at(TWO), LeaseOwner.current()).find("target:dev-a")).isEmpty();
  }

  @Test
  void a_failure_of_several_lines_is_written_so_and_forges_none() {
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    long start = run.log().read(0).nextOffset();

    run.log().error("2 problems:\n  line 3\n2026 ended: succeeded\u001b[31m\n");

    assertThat(run.log().read(start).text().lines().map(l -> l.substring(l.indexOf(' ') + 1)))
        .containsExactly("2 problems:", "      line 3", "    2026 ended: succeeded\\u001b[31m");
  }

  @Test
  void a_log_is_read_in_pieces_by_lines_and_its_lines_can_not_be_forged() throws IOException {
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    long start = run.log().read(0).nextOffset();
    run.log().info("branch\n2026 forged \u001b[31mred");

    RunLog.Piece piece = run.log().read(start);

    assertThat(piece.text().lines()).hasSize(1);
    assertThat(piece.text()).contains("branch\\u000a2026 forged \\u001b[31mred");
    assertThat(run.log().read(piece.nextOffset()).text()).isEmpty();
    Path file = folder.resolve("runs").resolve(run.id() + ".log");
    Files.writeString(file, Files.readString(file) + "half a li");
    assertThat(run.log().read(piece.nextOffset()).text()).isEmpty();
  }

  @Test
  void facts_outlive_runs_and_old_runs_are_forgotten() {
    journal.remember("admission:dev-a", "uuid:1", JANE);
    journal.remember("admission:dev-a", "uuid:2", JANE);
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    runs.end(run);

    assertThat(journal.recall("admission:dev-a")).contains("uuid:2");
    Journal muchLater = new Journal(state, at(TWO.plus(Duration.ofDays(91))));
    assertThat(muchLater.forget(Duration.ofDays(90))).containsExactly(run.id());
    assertThat(journal.newest(10)).isEmpty();
  }

  @Test
  void a_queued_run_whose_command_died_is_interrupted_and_those_of_others_wait_on() {
    RunId died = journal.queueNight(JANE, "night:a", TWO).id();
    runs(at(TWO), new LeaseOwner(LeaseOwner.current().machine(), 2_000_000_000L, 1)).announce(died);
    RunId alive = journal.queueNight(JANE, "night:a", TWO).id();
    runs.announce(alive);
    RunId justNow = journal.queueNight(JANE, "night:a", TWO).id();
    RunId http = journal.queueNight(new Actor("anonymous", "http ::1"), "night:a", TWO).id();

    runs(at(TWO), LeaseOwner.current()).recover();

    assertThat(journal.get(died).state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(journal.get(died).failure().orElseThrow().code()).isEqualTo("run.interrupted");
    assertThat(journal.in(RunState.QUEUED))
        .extracting(Run::id)
        .containsExactlyInAnyOrder(alive, justNow, http);

    Clock soon = at(TWO.plusSeconds(20));
    Leases leases = new Leases(state, soon, LeaseOwner.current());
    new Heartbeat(runs, journal, leases, List.of(), "test", Map.of(), soon).beat();
    Clock later = at(TWO.plus(Leases.TERM).plusSeconds(1));
    runs(later, LeaseOwner.current()).recover();
    assertThat(journal.get(justNow).state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(journal.get(alive).state()).isEqualTo(RunState.QUEUED);
    assertThat(journal.get(http).state()).isEqualTo(RunState.QUEUED);
    runs.end(runs.begin(alive));
    assertThat(new Leases(state, later, LeaseOwner.current()).find("queued:" + alive)).isEmpty();
  }

  @Test
  void a_run_that_its_command_could_not_begin_does_not_stay_queued() {
    ActiveRun first = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    RunId second = journal.queueNight(JANE, "night:a", TWO).id();
    runs.announce(second);

    runs.failQueued(second, new BusyException(ErrorCode.LEASE_HELD, "It is in use", "Wait"));
    runs.failQueued(first.id(), new BusyException(ErrorCode.LEASE_HELD, "It is in use", "Wait"));

    assertThat(journal.get(second).state()).isEqualTo(RunState.FAILED);
    assertThat(journal.get(second).failure().orElseThrow().exitCode()).isEqualTo(11);
    assertThat(new Leases(state, at(TWO), LeaseOwner.current()).find("queued:" + second)).isEmpty();
    assertThat(journal.get(first.id()).state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void so_many_runs_wait_and_no_more() {
    for (int i = 0; i < QueueBound.MOST_OF_ONE; i++) {
      QueueBound.require(journal, "night:a");
      journal.queueNight(JANE, "night:a", TWO);
    }
    assertThatThrownBy(() -> QueueBound.require(journal, "night:a"))
        .isInstanceOf(BusyException.class)
        .hasMessageContaining("night:a");
    for (int i = QueueBound.MOST_OF_ONE; i < QueueBound.MOST; i++) {
      QueueBound.require(journal, "night:" + i);
      journal.queueNight(JANE, "night:" + i, TWO);
    }
    assertThatThrownBy(() -> QueueBound.require(journal, "night:new"))
        .isInstanceOf(BusyException.class)
        .hasMessageContaining("100");
  }

  /** A program that was killed for it reports 137, and that is not why the run ended. */
  @Test
  void what_ended_a_run_is_what_is_said_of_it() {
    StageFailedException killed =
        new StageFailedException(ErrorCode.DUMP_FAILED, "exit code 137", "");
    ActiveRun cancelled = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    cancelled.step("dump");
    runs.cancel(cancelled.id(), JANE);
    runs.fail(cancelled, killed);
    runs.end(cancelled);
    assertThat(journal.get(cancelled.id()).state()).isEqualTo(RunState.CANCELLED);
    assertThat(runs.news(cancelled))
        .contains("cancelled: ", "asked for by jane (cli) (at the step dump)", "[run.cancelled]")
        .doesNotContain("137");

    ActiveRun late = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    new Heartbeat(
            runs,
            journal,
            new Leases(state, at(TWO), LeaseOwner.current()),
            List.of(),
            "test",
            Map.of(RunKind.NIGHT, Duration.ofMinutes(90)),
            at(TWO.plus(Duration.ofHours(2))))
        .beat();
    runs.fail(late, killed);
    runs.end(late);
    assertThat(journal.get(late.id()).state()).isEqualTo(RunState.FAILED);
    assertThat(runs.news(late)).contains("deadline.night (1h30m) is over", "[run.deadline]");

    ActiveRun stopped = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    runs.stop();
    assertThat(runs.news(stopped)).contains("process was stopped", "[run.stopped]");

    ActiveRun failed = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    runs.fail(failed, killed);
    runs.cancel(failed.id(), JANE);
    runs.end(failed);
    assertThat(runs.news(failed)).contains("failed", "exit code 137", "[dump.failed]");
  }

  @Test
  void a_queued_run_that_is_cancelled_says_by_whom() {
    RunId queued = journal.queueNight(JANE, "night:a", TWO).id();
    runs.cancel(queued, new Actor("john", "http ::1"));

    Run.Failure failure = journal.get(queued).failure().orElseThrow();
    assertThat(failure.code()).isEqualTo("run.cancelled");
    assertThat(failure.message()).contains("john (http ::1)");
  }

  @Test
  void a_run_whose_lease_another_process_has_is_left_to_it() {
    ActiveRun run = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    journal.add(run.id(), "folder", "theirs by now", "");
    state.client().sql("UPDATE lease SET owner = 'x/1 1 1' WHERE name = 'night:a'").update();

    runs.end(run);

    assertThat(removed).isEmpty();
    assertThat(journal.get(run.id()).state()).isEqualTo(RunState.RUNNING);
    assertThat(runs.active()).isEmpty();
    assertThat(run.workDirectory()).doesNotExist();
  }

  @Test
  void what_a_queue_gives_is_claimed_once_and_does_not_wait_for_its_route_for_ever() {
    ActiveRun first = runs.begin(journal.queueNight(JANE, "night:a", TWO).id());
    RunId second = journal.queueNight(JANE, "night:a", TWO).id();
    RunSteps steps = new RunSteps(runs, "direct:release-server");
    assertThat(steps.claim(second)).isNull();
    assertThat(steps.claim(null)).isNull();

    runs.end(first);
    assertThat(steps.claim(second)).isEqualTo(second);
    assertThat(steps.claim(second)).isNull();
    runs.end(runs.active(second).orElseThrow());

    SettableClock clock = new SettableClock(TWO);
    Runs timed = runs(clock, LeaseOwner.current());
    RunId third = journal.queueNight(JANE, "night:a", TWO).id();
    timed.start().claim(third);
    timed.endUnbegun();
    assertThat(journal.get(third).state()).isEqualTo(RunState.RUNNING);
    clock.forward(Claims.PATIENCE.plusSeconds(1));
    timed.endUnbegun();
    assertThat(journal.get(third).state()).isEqualTo(RunState.FAILED);
    assertThat(journal.get(third).failure().orElseThrow().code()).isEqualTo("run.not-begun");
  }

  @Test
  void a_night_that_was_refused_as_busy_has_not_failed() {
    RunId busy = journal.queueNight(JANE, "night:a", TWO).id();
    runs.announce(busy);
    runs.withdraw(busy, new BusyException(ErrorCode.LEASE_HELD, "It is in use", "Wait"));

    assertThat(journal.get(busy).state()).isEqualTo(RunState.CANCELLED);
    assertThat(journal.get(busy).failure().orElseThrow().exitCode()).isEqualTo(11);
  }

  @Test
  void a_state_file_that_is_no_database_is_told_with_its_name() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.db"), "not a database ".repeat(1000));
    Settings.State broken =
        new Settings.State("jdbc:sqlite:" + file, Optional.empty(), Optional.empty());

    assertThatThrownBy(() -> State.open(broken))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("state.unusable"))
        .hasMessageContaining("broken.db");
  }
}
