package io.rehydrate.run;

import io.rehydrate.error.NotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;

/**
 * Every run, from the moment somebody asked for it, and everything that runs made outside and must
 * remove again.
 */
public final class Journal implements ResourceBook {
  private static final String COLUMNS =
      "id, kind, state, actor, origin, lease, as_of, target, dump, ref, step, created_at, started_at, ended_at,"
          + " exit_code, code, message, hint";

  private final JdbcClient client;
  private final Clock clock;

  public Journal(State state, Clock clock) {
    this.client = state.client();
    this.clock = clock;
  }

  /** Writes down that a night is wanted. */
  public Run queueNight(Actor actor, String lease, Instant asOf) {
    return queue(
        RunKind.NIGHT,
        actor,
        lease,
        Optional.of(asOf),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Writes down that a refresh is wanted. */
  public Run queueRefresh(Actor actor, String target, String dump, Optional<String> ref) {
    return queue(
        RunKind.REFRESH,
        actor,
        leaseOf(target),
        Optional.empty(),
        Optional.of(target),
        Optional.of(dump),
        ref);
  }

  /** What only one refresh may hold: its target. */
  public static String leaseOf(String target) {
    return "target:" + target;
  }

  private Run queue(
      RunKind kind,
      Actor actor,
      String lease,
      Optional<Instant> asOf,
      Optional<String> target,
      Optional<String> dump,
      Optional<String> ref) {
    RunId id = RunId.at(clock.instant());
    client
        .sql(
            "INSERT INTO run (id, kind, state, actor, origin, lease, as_of, target, dump, ref, step, created_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .param(id.value())
        .param(text(kind))
        .param(text(RunState.QUEUED))
        .param(actor.name())
        .param(actor.origin())
        .param(lease)
        .param(asOf.map(Instant::toEpochMilli).orElse(null))
        .param(target.orElse(null))
        .param(dump.orElse(null))
        .param(ref.orElse(null))
        .param("queued")
        .param(clock.instant().toEpochMilli())
        .update();
    return get(id);
  }

  /** Marks a queued run as running; false where somebody else was faster or it was cancelled. */
  public boolean begin(RunId id) {
    return client
            .sql("UPDATE run SET state = ?, started_at = ?, step = ? WHERE id = ? AND state = ?")
            .params(
                text(RunState.RUNNING),
                clock.instant().toEpochMilli(),
                "begin",
                id.value(),
                text(RunState.QUEUED))
            .update()
        == 1;
  }

  /** Notes the step that a run is at. */
  public void step(RunId id, String step) {
    client.sql("UPDATE run SET step = ? WHERE id = ?").params(step, id.value()).update();
  }

  /** Notes the dump that a night published. */
  public void published(RunId id, String dump) {
    client.sql("UPDATE run SET dump = ? WHERE id = ?").params(dump, id.value()).update();
  }

  /**
   * Notes why a run fails, before it is released and ended: the first time counts. One that dies
   * from then on does not go on.
   */
  void failing(RunId id, Run.Failure failure) {
    client
        .sql(
            "UPDATE run SET exit_code = ?, code = ?, message = ?, hint = ?"
                + " WHERE id = ? AND code IS NULL AND ended_at IS NULL")
        .params(failure.exitCode(), failure.code(), failure.message(), failure.hint(), id.value())
        .update();
  }

  /** Ends a run that has not ended yet. */
  public void end(RunId id, RunState state, Optional<Run.Failure> failure) {
    client
        .sql(
            "UPDATE run SET state = ?, ended_at = ?, exit_code = ?, code = ?, message = ?, hint = ?"
                + " WHERE id = ? AND ended_at IS NULL")
        .param(text(state))
        .param(clock.instant().toEpochMilli())
        .param(failure.map(Run.Failure::exitCode).orElse(0))
        .param(failure.map(Run.Failure::code).orElse(null))
        .param(failure.map(Run.Failure::message).orElse(null))
        .param(failure.map(Run.Failure::hint).orElse(null))
        .param(id.value())
        .update();
  }

  /** Ends a run that has not begun; false where it has. */
  public boolean endQueued(RunId id, RunState state, Run.Failure failure) {
    return client
            .sql(
                "UPDATE run SET state = ?, ended_at = ?, exit_code = ?, code = ?, message = ?, hint = ?"
                    + " WHERE id = ? AND state = ?")
            .params(
                text(state),
                clock.instant().toEpochMilli(),
                failure.exitCode(),
                failure.code(),
                failure.message(),
                failure.hint(),
                id.value(),
                text(RunState.QUEUED))
            .update()
        == 1;
  }

  public Optional<Run> find(RunId id) {
    return client
        .sql("SELECT " + COLUMNS + " FROM run WHERE id = ?")
        .param(id.value())
        .query(JournalRows::run)
        .optional();
  }

  /**
   * @throws NotFoundException {@code run.unknown}
   */
  public Run get(RunId id) {
    return find(id)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "run.unknown", "No run has the id " + id, "List them with 'runs'"));
  }

  /** The newest runs, newest first. */
  public List<Run> newest(int limit) {
    return client
        .sql("SELECT " + COLUMNS + " FROM run ORDER BY created_at DESC, id DESC LIMIT ?")
        .param(limit)
        .query(JournalRows::run)
        .list();
  }

  /** Runs in this state, oldest first. */
  public List<Run> in(RunState state) {
    return client
        .sql("SELECT " + COLUMNS + " FROM run WHERE state = ? ORDER BY created_at, id")
        .param(text(state))
        .query(JournalRows::run)
        .list();
  }

  /**
   * The night with the newest as-of time. One that was interrupted does not count until it was
   * tried so often.
   */
  public Optional<Run> lastNight(int mostAttempts) {
    return client
        .sql(
            "SELECT "
                + COLUMNS
                + " FROM run n WHERE kind = 'night' AND (state <> 'interrupted' OR (SELECT COUNT(*)"
                + " FROM run o WHERE o.kind = 'night' AND o.as_of = n.as_of) >= ?) ORDER BY as_of DESC LIMIT 1")
        .param(mostAttempts)
        .query(JournalRows::run)
        .optional();
  }

  /** Asks for a run to be cancelled; a queued one is, at once. */
  public void requestCancel(RunId id) {
    client
        .sql("UPDATE run SET state = ?, ended_at = ?, exit_code = 1 WHERE id = ? AND state = ?")
        .params(
            text(RunState.CANCELLED),
            clock.instant().toEpochMilli(),
            id.value(),
            text(RunState.QUEUED))
        .update();
    client.sql("UPDATE run SET cancel_requested = 1 WHERE id = ?").params(id.value()).update();
  }

  boolean cancelRequested(RunId id) {
    return client
        .sql("SELECT cancel_requested FROM run WHERE id = ?")
        .param(id.value())
        .query(Integer.class)
        .optional()
        .filter(n -> n == 1)
        .isPresent();
  }

  /** Forgets ended runs older than this that left nothing behind; gives their ids. */
  public List<RunId> forget(Duration age) {
    long before = clock.instant().minus(age).toEpochMilli();
    List<RunId> old =
        client
            .sql("SELECT id FROM run WHERE ended_at < ? AND id NOT IN (SELECT run FROM resource)")
            .param(before)
            .query((row, n) -> new RunId(row.getString(1)))
            .list();
    old.forEach(id -> client.sql("DELETE FROM run WHERE id = ?").param(id.value()).update());
    return old;
  }

  @Override
  public long add(RunId run, String kind, String name, String detail) {
    KeyHolder key = new GeneratedKeyHolder();
    client
        .sql("INSERT INTO resource (run, kind, name, detail, created_at) VALUES (?, ?, ?, ?, ?)")
        .params(run.value(), kind, name, detail, clock.instant().toEpochMilli())
        .update(key);
    return key.getKey().longValue();
  }

  @Override
  public void detail(long id, String detail) {
    client.sql("UPDATE resource SET detail = ? WHERE id = ?").params(detail, id).update();
  }

  @Override
  public void gone(long id) {
    client.sql("DELETE FROM resource WHERE id = ?").param(id).update();
  }

  /** What this run made and has not removed, the newest first: the order in which it is removed. */
  public List<Resource> resources(RunId run) {
    return client
        .sql(
            "SELECT id, run, kind, name, detail, created_at FROM resource WHERE run = ? ORDER BY id DESC")
        .param(run.value())
        .query(JournalRows::resource)
        .list();
  }

  /** Runs that left something behind, whatever their state. */
  public List<RunId> runsWithResources() {
    return client
        .sql("SELECT DISTINCT run FROM resource ORDER BY run")
        .query((row, n) -> new RunId(row.getString(1)))
        .list();
  }

  /** Keeps a fact that outlives every run: an admission, a store that was seen. */
  public void remember(String name, String value, Actor actor) {
    client.sql("DELETE FROM fact WHERE name = ?").param(name).update();
    client
        .sql("INSERT INTO fact (name, value, actor, origin, told_at) VALUES (?, ?, ?, ?, ?)")
        .params(name, value, actor.name(), actor.origin(), clock.instant().toEpochMilli())
        .update();
  }

  /** A fact that was kept under this name. */
  public Optional<String> recall(String name) {
    return client
        .sql("SELECT value FROM fact WHERE name = ?")
        .param(name)
        .query(String.class)
        .optional();
  }

  /** The values of all facts whose names begin so. */
  public List<String> recallAll(String prefix) {
    return client
        .sql("SELECT value FROM fact WHERE SUBSTR(name, 1, ?) = ? ORDER BY name")
        .params(prefix.length(), prefix)
        .query(String.class)
        .list();
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
