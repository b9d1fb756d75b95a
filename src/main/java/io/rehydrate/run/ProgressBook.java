package io.rehydrate.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What runs say of their progress, for other processes, and how long the steps of the last good run
 * of each kind took.
 */
public final class ProgressBook {
  private static final Duration STALE = Duration.ofMinutes(1);
  private static final Actor SYSTEM = new Actor("rehydrate", "progress");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JdbcClient client;
  private final Journal journal;
  private final Clock clock;

  public ProgressBook(State state, Journal journal, Clock clock) {
    this.client = state.client();
    this.journal = journal;
    this.clock = clock;
  }

  void write(RunId run, ProgressNote note) {
    forget(run);
    client
        .sql(
            "INSERT INTO progress (run, work, unit, done, total, per_second, seconds_left,"
                + " run_seconds_left, noted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            run.value(),
            note.work(),
            note.unit(),
            note.done(),
            note.total(),
            note.perSecond(),
            note.secondsLeft().orElse(null),
            note.runSecondsLeft().orElse(null),
            clock.millis())
        .update();
  }

  void forget(RunId run) {
    client.sql("DELETE FROM progress WHERE run = ?").param(run.value()).update();
  }

  /** Of runs that have said something within a minute. */
  public Map<RunId, ProgressNote> notes() {
    Map<RunId, ProgressNote> notes = new LinkedHashMap<>();
    Instant since = clock.instant().minus(STALE);
    client
        .sql("SELECT * FROM progress WHERE noted_at >= ?")
        .param(since.toEpochMilli())
        .query(
            row -> {
              long left = row.getLong("seconds_left");
              Optional<Long> secondsLeft = row.wasNull() ? Optional.empty() : Optional.of(left);
              long runLeft = row.getLong("run_seconds_left");
              Optional<Long> runSecondsLeft =
                  row.wasNull() ? Optional.empty() : Optional.of(runLeft);
              notes.put(
                  new RunId(row.getString("run")),
                  new ProgressNote(
                      row.getString("work"),
                      row.getString("unit"),
                      row.getLong("done"),
                      row.getLong("total"),
                      row.getDouble("per_second"),
                      secondsLeft,
                      runSecondsLeft));
            });
    return notes;
  }

  /** Remembers how long the steps of a good run took. */
  void good(ActiveRun run) {
    try {
      journal.remember(fact(run.run().lease()), JSON.writeValueAsString(run.durations()), SYSTEM);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seconds of the steps of the last good run under this lease, in their order. */
  Map<String, Double> lastSteps(String lease) {
    Optional<String> text = journal.recall(fact(lease));
    try {
      return text.isEmpty()
          ? Map.of()
          : JSON.readValue(text.get(), new TypeReference<LinkedHashMap<String, Double>>() {});
    } catch (JsonProcessingException e) {
      return Map.of();
    }
  }

  private static String fact(String lease) {
    return "steps:" + lease;
  }
}
