package io.rehydrate.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunNewsTest {
  private static Run run(RunKind kind, RunState state, String code) {
    Instant then = Instant.parse("2026-11-22T02:00:00Z");
    return new Run(
        new RunId("20261122t020000-k3x9f"),
        kind,
        state,
        new Actor("jane", "cli"),
        "x",
        Optional.of(then),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "dump",
        then,
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(code).map(c -> new Run.Failure(1, c, "It failed", "")),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "NIGHT, SUCCEEDED, , night-succeeded",
    "NIGHT, FAILED, dump.write, night-failed",
    "NIGHT, FAILED, dump.held, night-held",
    "NIGHT, INTERRUPTED, run.interrupted, night-failed",
    "NIGHT, CANCELLED, run.cancelled, night-cancelled",
    "NIGHT, CANCELLED, dump.exists, night-unneeded",
    "NIGHT, RUNNING, run.stopped, night-left",
    "REFRESH, SUCCEEDED, , refresh-succeeded",
    "REFRESH, FAILED, migrations.failed, refresh-failed",
    "REFRESH, INTERRUPTED, run.interrupted, refresh-failed",
    "REFRESH, CANCELLED, run.cancelled, refresh-left"
  })
  void news_are_of_an_event(RunKind kind, RunState state, String code, String event) {
    assertThat(RunNews.event(run(kind, state, code))).isEqualTo(event);
  }
}
