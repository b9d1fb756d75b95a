package io.rehydrate.run;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What earlier runs show: which there were, and how long their steps took. */
public final class RunHistory {
  private static final int COMPARED = 7;

  private final JdbcClient client;
  private final Journal journal;

  public RunHistory(State state, Journal journal) {
    this.client = state.client();
    this.journal = journal;
  }

  /** Runs of this kind that were asked for after this time, newest first. */
  public List<Run> after(RunKind kind, Instant from) {
    return runs(
        "kind = ? AND created_at > ? ORDER BY created_at DESC, id DESC",
        kind.name().toLowerCase(Locale.ROOT),
        from.toEpochMilli());
  }

  /** When the last run of each kind that succeeded has ended; without one there is no entry. */
  public Map<RunKind, Instant> lastSuccess() {
    Map<RunKind, Instant> ends = new EnumMap<>(RunKind.class);
    client
        .sql("SELECT kind, MAX(ended_at) FROM run WHERE state = 'succeeded' GROUP BY kind")
        .query(
            row -> {
              ends.put(
                  RunKind.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                  Instant.ofEpochMilli(row.getLong(2)));
            });
    return ends;
  }

  private List<Run> runs(String condition, Object... parameters) {
    return client
        .sql("SELECT " + Journal.COLUMNS + " FROM run WHERE " + condition)
        .params(parameters)
        .query(JournalRows::run)
        .list();
  }

  /**
   * The median seconds of each step of the last good runs that did the same as this one, in the
   * order of the newest of them; empty where there was none.
   */
  public Map<String, Double> medians(Run run) {
    List<Map<String, Double>> earlier =
        runs(
                "lease = ? AND kind = ? AND state = 'succeeded' AND created_at < ?"
                    + " ORDER BY created_at DESC LIMIT ?",
                run.lease(),
                run.kind().name().toLowerCase(Locale.ROOT),
                run.createdAt().toEpochMilli(),
                COMPARED)
            .stream()
            .map(this::seconds)
            .filter(steps -> !steps.isEmpty())
            .toList();
    Map<String, Double> medians = new LinkedHashMap<>();
    earlier.forEach(steps -> steps.keySet().forEach(name -> medians.put(name, 0.0)));
    medians.replaceAll((name, none) -> median(earlier, name));
    return medians;
  }

  private Map<String, Double> seconds(Run run) {
    return run.endedAt()
        .map(end -> JournalHistory.seconds(journal.steps(run.id()), end))
        .orElse(Map.of());
  }

  private static double median(List<Map<String, Double>> runs, String step) {
    List<Double> sorted =
        runs.stream()
            .filter(steps -> steps.containsKey(step))
            .map(steps -> steps.get(step))
            .sorted()
            .toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The seconds of each step that a run has begun; of the one it is at, until now. */
  public Map<String, Double> seconds(Run run, Instant now) {
    return JournalHistory.seconds(journal.steps(run.id()), run.endedAt().orElse(now));
  }
}
