package io.rehydrate.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Settings;
import io.rehydrate.support.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressReportsTest {
  private static final Actor JANE = new Actor("jane", "cli");
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(TWO);
  private State state;
  private Journal journal;
  private Runs runs;
  private ProgressBook book;
  private ProgressReports reports;

  @BeforeEach
  void open() {
    state =
        State.open(
            new Settings.State(
                "jdbc:sqlite:" + folder.resolve("s.db"), Optional.empty(), Optional.empty()));
    journal = new Journal(state, clock);
    Leases leases = new Leases(state, clock, LeaseOwner.current());
    runs = new Runs(journal, leases, new Release(journal, List.of()), folder, clock);
    book = new ProgressBook(state, journal, clock);
    reports = new ProgressReports(runs, book, clock);
  }

  @AfterEach
  void close() {
    reports.close();
    state.close();
  }

  private ActiveRun begin() {
    return runs.begin(journal.queueNight(JANE, "night:shop", clock.instant()).id());
  }

  private void pass(int seconds) {
    clock.forward(Duration.ofSeconds(seconds));
  }

  private String log(ActiveRun run) {
    return run.log().read(0).text();
  }

  @Test
  void a_run_says_how_much_is_done_how_fast_and_how_long_it_still_takes() {
    ActiveRun run = begin();
    run.step("acquire");
    assertThat(reports.note(run)).isEmpty();
    run.progress().begin("copy", Progress.ROWS, 4_000);

    assertThat(reports.note(run).orElseThrow().text()).isEqualTo("copy 0 % (0 of 4,000 rows)");

    run.progress().counter("copy").accept(1_000);
    pass(10);
    assertThat(reports.note(run).orElseThrow().text())
        .isEqualTo("copy 25 % (1,000 of 4,000 rows), 100 rows/s, 30 s left");
    run.progress().begin("scan", Progress.BYTES, 40_000_000);
    run.progress().counter("copy").accept(1_000);
    run.progress().counter("scan").accept(10_000_000);
    pass(100);
    assertThat(reports.note(run).orElseThrow().text())
        .isEqualTo("scan 25 % (10 MB of 40 MB), 100 kB/s, 5 m 0 s left");
  }

  @Test
  void an_estimate_that_was_too_low_or_too_high_is_corrected() {
    ActiveRun run = begin();
    run.step("acquire");
    run.progress().begin("copy", Progress.ROWS, 100);
    run.progress().counter("copy").accept(150);
    assertThat(reports.note(run).orElseThrow().percent()).isEqualTo(100);

    run.progress().correction("copy").accept(200);

    assertThat(reports.note(run).orElseThrow().total()).isEqualTo(300);
  }

  @Test
  void every_half_minute_the_log_has_a_line() {
    ActiveRun run = begin();
    run.step("dump");
    run.progress().begin("dump", Progress.ROWS, 1_000);
    for (int i = 0; i < 100; i++) {
      run.progress().counter("dump").accept(1);
      reports.report();
      pass(1);
    }

    assertThat(log(run).lines().filter(line -> line.contains(" dump ")).toList())
        .hasSize(3)
        .first()
        .asString()
        .endsWith("dump 3 % (31 of 1,000 rows), 1.0 rows/s, 15 m 37 s left")
        .startsWith("2026-11-22T02:00:30Z");
  }

  @Test
  void other_processes_read_it_until_it_is_old_or_the_run_has_ended() {
    ActiveRun run = begin();
    run.step("dump");
    run.progress().begin("dump", Progress.ROWS, 10);
    run.progress().counter("dump").accept(5);
    pass(2);
    reports.report();

    assertThat(new ProgressBook(state, journal, clock).notes().get(run.id()))
        .isEqualTo(reports.note(run).orElseThrow());
    pass(61);
    assertThat(book.notes()).isEmpty();
    reports.report();
    assertThat(book.notes()).containsKey(run.id());
    runs.end(run);
    assertThat(book.notes()).isEmpty();
  }

  @Test
  void the_last_good_run_says_how_long_the_rest_takes() {
    ActiveRun good = begin();
    good.step("acquire");
    pass(100);
    good.step("dump");
    pass(50);
    good.step("publish");
    pass(5);
    runs.end(good);
    ActiveRun bad = begin();
    bad.step("acquire");
    pass(1);
    runs.fail(bad, new StageFailedException(ErrorCode.DUMP_FAILED, "It failed", ""));
    runs.end(bad);

    ActiveRun run = begin();
    run.step("acquire");
    run.progress().begin("copy", Progress.ROWS, 1_000);
    pass(20);
    assertThat(reports.note(run).orElseThrow().runSecondsLeft()).contains(80L + 50 + 5);
    run.progress().counter("copy").accept(100);
    assertThat(reports.note(run).orElseThrow().text())
        .endsWith("3 m 0 s left, 3 m 55 s left of the run");
    run.step("dump");
    run.progress().begin("dump", Progress.ROWS, 10);
    pass(10);
    assertThat(reports.note(run).orElseThrow().runSecondsLeft()).contains(40L + 5);
  }
}
