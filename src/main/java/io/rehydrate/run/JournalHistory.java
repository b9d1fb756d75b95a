package io.rehydrate.run;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When the steps of each run began, and how large the dumps of the nights were. */
final class JournalHistory {
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

  void forget(RunId run) {
    for (String table : List.of("run_step", "dump_figures")) {
      client.sql("DELETE FROM " + table + " WHERE run = ?").param(run.value()).update();
    }
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
