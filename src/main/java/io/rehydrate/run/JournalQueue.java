package io.rehydrate.run;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes down runs that are wanted. */
final class JournalQueue {
  private final JdbcClient client;
  private final Clock clock;
  private final JournalAudit audit;

  JournalQueue(JdbcClient client, Clock clock, JournalAudit audit) {
    this.client = client;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * What is wanted.
   *
   * @param scheduleKey of a night of the schedule; no two rows have the same
   */
  record Wish(
      RunKind kind,
      String lease,
      Optional<Instant> asOf,
      Optional<String> target,
      Optional<String> dump,
      Optional<String> ref,
      Optional<String> scheduleKey) {

    static Wish night(String lease, Instant asOf, Optional<String> scheduleKey) {
      return new Wish(
          RunKind.NIGHT,
          lease,
          Optional.of(asOf),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          scheduleKey);
    }

    static Wish rehearsal(String lease, String dump, String ref) {
      return new Wish(
          RunKind.REHEARSAL,
          lease,
          Optional.empty(),
          Optional.empty(),
          Optional.of(dump),
          Optional.of(ref),
          Optional.empty());
    }

    static Wish refresh(String lease, String target, String dump, Optional<String> ref) {
      return new Wish(
          RunKind.REFRESH,
          lease,
          Optional.empty(),
          Optional.of(target),
          Optional.of(dump),
          ref,
          Optional.empty());
    }
  }

  /**
   * A clone, or a golden.
   *
   * @param asked for the audit
   */
  RunId addClone(
      Actor actor,
      String lease,
      Optional<String> name,
      String dump,
      Optional<String> ref,
      String asked) {
    return add(
        actor,
        new Wish(
            RunKind.CLONE, lease, Optional.empty(), name, Optional.of(dump), ref, Optional.empty()),
        asked);
  }

  RunId add(Actor actor, Wish wish) {
    return add(actor, wish, "");
  }

  /**
   * @param asked the dump as it was asked for; empty: by its id
   */
  RunId add(Actor actor, Wish wish, String asked) {
    RunId id = RunId.at(clock.instant());
    return audit.together(
        () -> {
          insert(id, actor, wish);
          audit.queued(id, actor, wish, asked);
          return id;
        });
  }

  private void insert(RunId id, Actor actor, Wish wish) {
    client
        .sql(
            "INSERT INTO run (id, kind, state, actor, origin, lease, as_of, target, dump, ref, step, created_at,"
                + " schedule_key) VALUES (?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)")
        .param(id.value())
        .param(wish.kind().name().toLowerCase(Locale.ROOT))
        .param(actor.name())
        .param(actor.origin())
        .param(wish.lease())
        .param(wish.asOf().map(Instant::toEpochMilli).orElse(null))
        .param(wish.target().orElse(null))
        .param(wish.dump().orElse(null))
        .param(wish.ref().orElse(null))
        .param(clock.instant().toEpochMilli())
        .param(wish.scheduleKey().orElse(null))
        .update();
  }

  /** A night of the schedule, once for its source and as-of time. */
  Optional<RunId> addScheduled(Actor actor, String lease, Instant asOf) {
    String key = lease + "@" + asOf.toEpochMilli();
    client
        .sql(
            "UPDATE run SET schedule_key = NULL WHERE schedule_key = ? AND ended_at IS NOT NULL"
                + " AND (state = 'interrupted' OR code = ?)")
        .params(key, Journal.STOPPED)
        .update();
    try {
      return Optional.of(add(actor, Wish.night(lease, asOf, Optional.of(key))));
    } catch (DataAccessException e) {
      // SQLite's unique violation has no SQLSTATE, so what came of the insert is looked up
      if (isKnown(key)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean isKnown(String key) {
    return client
        .sql("SELECT 1 FROM run WHERE schedule_key = ?")
        .param(key)
        .query(Integer.class)
        .optional()
        .isPresent();
  }
}
