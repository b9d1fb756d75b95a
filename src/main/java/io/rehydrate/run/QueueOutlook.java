package io.rehydrate.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where runs are in the queue of their target or source, and when they are expected to begin. */
public final class QueueOutlook {
  /** Runs whose durations count. */
  private static final int COMPARED = 7;

  private final Journal journal;
  private final JdbcClient client;
  private final Clock clock;

  QueueOutlook(Journal journal, JdbcClient client, Clock clock) {
    this.journal = journal;
    this.client = client;
    this.clock = clock;
  }

  /**
   * @param position 1 for the run that is begun next
   * @param expectedStart empty where no earlier run shows how long those before it take
   */
  public record Place(int position, Optional<Instant> expectedStart) {}

  /** Of all runs that wait; those of commands begin at once or not at all. */
  public Map<RunId, Place> places() {
    Map<String, List<Run>> queues = new HashMap<>();
    journal.in(RunState.QUEUED).stream()
        .filter(run -> !CliQueuedRuns.isOfCommand(run))
        .forEach(run -> queues.computeIfAbsent(run.lease(), l -> new ArrayList<>()).add(run));
    Map<RunId, Place> places = new HashMap<>();
    if (!queues.isEmpty()) {
      List<Run> running = journal.in(RunState.RUNNING);
      Instant now = clock.instant();
      queues.forEach((lease, queue) -> add(places, queue, free(lease, running, now)));
    }
    return places;
  }

  private void add(Map<RunId, Place> places, List<Run> queue, Optional<Instant> free) {
    Optional<Instant> start = free;
    int position = 0;
    for (Run run : queue) {
      position++;
      places.put(run.id(), new Place(position, start));
      start = start.flatMap(begun -> usual(run).map(begun::plus));
    }
  }

  /** When the run in progress is expected to have ended; now where there is none. */
  private Optional<Instant> free(String lease, List<Run> running, Instant now) {
    Optional<Run> before = running.stream().filter(run -> run.lease().equals(lease)).findFirst();
    return before.isEmpty()
        ? Optional.of(now)
        : before
            .flatMap(run -> usual(run).map(run.startedAt().orElse(now)::plus))
            .map(end -> end.isBefore(now) ? now : end);
  }

  /** The median duration of the last runs of this kind and lease that succeeded. */
  private Optional<Duration> usual(Run run) {
    List<Long> millis =
        client
            .sql(
                "SELECT ended_at - started_at FROM run WHERE lease = ? AND kind = ?"
                    + " AND state = 'succeeded' AND started_at IS NOT NULL"
                    + " ORDER BY ended_at DESC LIMIT ?")
            .params(run.lease(), run.kind().name().toLowerCase(Locale.ROOT), COMPARED)
            .query(Long.class)
            .list()
            .stream()
            .sorted()
            .toList();
    return millis.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(millis.get(millis.size() / 2)));
  }
}
