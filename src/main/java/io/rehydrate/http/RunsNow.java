package io.rehydrate.http;

import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Resource;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunHistory;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunState;
import io.rehydrate.run.RunStep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal says of the runs of now, those of other processes too. One scrape asks for many
 * of its numbers, so it is read once for all of them.
 */
public final class RunsNow {
  private static final Logger LOG = LoggerFactory.getLogger(RunsNow.class);
  private static final Duration KEPT = Duration.ofSeconds(1);

  /** A database that does not answer takes its time to say so. */
  private static final Duration FAILURE_KEPT = Duration.ofSeconds(30);

  private final Journal journal;
  private final RunHistory history;
  private final Supplier<List<Resource>> left;
  private final Clock clock;
  private Optional<Seen> last = Optional.empty();
  private Instant until = Instant.MIN;

  /**
   * @param left what runs have made and not removed, although they have ended
   */
  public RunsNow(Journal journal, RunHistory history, Supplier<List<Resource>> left, Clock clock) {
    this.journal = journal;
    this.history = history;
    this.left = left;
    this.clock = clock;
  }

  /** A run in progress. */
  record Running(RunKind kind, String step, Duration age, Duration stepAge) {}

  /**
   * @param queued how long each run waits
   * @param lastSuccess when the last good run has ended; without one there is no entry
   */
  record Seen(
      List<Running> running,
      Map<RunKind, List<Duration>> queued,
      Map<RunKind, Instant> lastSuccess,
      List<Resource> left) {

    Optional<Running> oldest(RunKind kind) {
      return running.stream()
          .filter(run -> run.kind() == kind)
          .max(Comparator.comparing(Running::age));
    }
  }

  /** Empty where the state database does not answer. */
  synchronized Optional<Seen> seen() {
    Instant now = clock.instant();
    if (now.isBefore(until)) {
      return last;
    }
    try {
      last = Optional.of(look(now));
      until = now.plus(KEPT);
    } catch (RuntimeException e) {
      LOG.warn("The journal can't be read for the metrics: {}", SqlErrors.describeAny(e));
      last = Optional.empty();
      until = now.plus(FAILURE_KEPT);
    }
    return last;
  }

  private Seen look(Instant now) {
    return new Seen(
        journal.in(RunState.RUNNING).stream().map(run -> running(run, now)).toList(),
        journal.in(RunState.QUEUED).stream()
            .collect(
                Collectors.groupingBy(
                    Run::kind,
                    Collectors.mapping(run -> between(run.createdAt(), now), Collectors.toList()))),
        history.lastSuccess(),
        left.get());
  }

  private Running running(Run run, Instant now) {
    Instant begun = run.startedAt().orElse(run.createdAt());
    List<RunStep> steps = journal.steps(run.id());
    Instant step = steps.isEmpty() ? begun : steps.get(steps.size() - 1).begunAt();
    return new Running(run.kind(), run.step(), between(begun, now), between(step, now));
  }

  /** Clocks of two machines may differ a little. */
  private static Duration between(Instant from, Instant to) {
    Duration duration = Duration.between(from, to);
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
