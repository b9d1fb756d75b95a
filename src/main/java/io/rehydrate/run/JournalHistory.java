package io.rehydrate.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When the steps of each run began, and how large the dumps of the nights were. */
final class JournalHistory {
  private static final Duration LEAST_WITH_KEY = Duration.ofDays(1);
  private static final List<String> OF_RUN =
      List.of("run_step", "dump_figures", "request_key", "protection_override", "clone_order");

  private final JdbcClient client;
  private final Clock clock;

  JournalHistory(JdbcClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void begin(RunId run, String step) {
    client
        .sql(
            "INSERT INTO run_step (run, position, name, begun_at)"
                + " SELECT ?, COUNT(*), ?, ? FROM run_step WHERE run = ?")
        .params(run.value(), step, clock.instant().toEpochMilli(), run.value())
        .update();
  }

  List<RunStep> steps(RunId run) {
    return client
        .sql("SELECT name, begun_at FROM run_step WHERE run = ? ORDER BY position")
        .param(run.value())
        .query((row, n) -> new RunStep(row.getString(1), Instant.ofEpochMilli(row.getLong(2))))
        .list();
  }

  void published(RunId run, DumpFigures figures) {
    client.sql("DELETE FROM dump_figures WHERE run = ?").param(run.value()).update();
    client
        .sql(
            "INSERT INTO dump_figures (run, dump, rows_after, rows_before, bytes)"
                + " VALUES (?, ?, ?, ?, ?)")
        .params(run.value(), figures.dump(), figures.rows(), figures.rowsBefore(), figures.bytes())
        .update();
  }

  Map<RunId, DumpFigures> figures() {
    Map<RunId, DumpFigures> figures = new LinkedHashMap<>();
    client
        .sql("SELECT run, dump, rows_after, rows_before, bytes FROM dump_figures ORDER BY dump")
        .query(
            row -> {
              figures.put(
                  new RunId(row.getString(1)),
                  new DumpFigures(
                      row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5)));
            });
    return figures;
  }

  /**
   * Forgets ended runs older than this that left nothing behind, and whose folder does not hold
   * rows that are nowhere else. One that a key stands for is kept for a day at least, so that the
   * same request finds it.
   */
  List<RunId> forget(Duration age) {
    Instant now = clock.instant();
    List<RunId> old =
        client
            .sql(
                "SELECT id FROM run WHERE ended_at < ? AND id NOT IN (SELECT run FROM resource)"
                    + " AND (ended_at < ? OR id NOT IN (SELECT run FROM request_key))"
                    + " AND id NOT IN (SELECT origin FROM fact WHERE name LIKE '"
                    + KeptFacts.PENDING
                    + "%')")
            .params(now.minus(age).toEpochMilli(), now.minus(LEAST_WITH_KEY).toEpochMilli())
            .query((row, n) -> new RunId(row.getString(1)))
            .list();
    for (RunId run : old) {
      for (String table : OF_RUN) {
        client.sql("DELETE FROM " + table + " WHERE run = ?").param(run.value()).update();
      }
      for (String fact : List.of(KeptFacts.REPORT, Requesters.FACT)) {
        client.sql("DELETE FROM fact WHERE name = ?").param(fact + run.value()).update();
      }
      client.sql("DELETE FROM run WHERE id = ?").param(run.value()).update();
    }
    return old;
  }

  /** The seconds of each step of an ended run, in the order in which they first began. */
  static Map<String, Double> seconds(List<RunStep> steps, Instant end) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    List<Instant> ends = new ArrayList<>(steps.stream().skip(1).map(RunStep::begunAt).toList());
    ends.add(end);
    for (int i = 0; i < steps.size(); i++) {
      long millis = ends.get(i).toEpochMilli() - steps.get(i).begunAt().toEpochMilli();
      seconds.merge(steps.get(i).name(), Math.max(0, millis) / 1000.0, Double::sum);
    }
    return seconds;
  }
}
