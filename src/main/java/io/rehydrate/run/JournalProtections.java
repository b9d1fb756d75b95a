package io.rehydrate.run;

import io.rehydrate.audit.AuditEvent;
import io.rehydrate.error.NotAllowedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The protections of targets. What depends on one is done in the same turn as the check of it, so
 * that a protection and a request of several processes come one after the other.
 */
public final class JournalProtections {
  private static final String SELECT =
      "SELECT target, id, person, origin, since, until_at, why FROM target_protection";

  private final JdbcClient client;
  private final Clock clock;
  private final JournalAudit audit;

  JournalProtections(JdbcClient client, Clock clock, JournalAudit audit) {
    this.client = client;
    this.clock = clock;
    this.audit = audit;
  }

  /** The time that protections go by. */
  public Instant now() {
    return clock.instant();
  }

  /** The protection of a target that has not ended. */
  public Optional<Protection> of(String target) {
    return client
        .sql(SELECT + " WHERE target = ?")
        .param(target)
        .query(JournalProtections::protection)
        .optional()
        .filter(protection -> protection.isActive(now()));
  }

  /** The protections that have not ended, by target. */
  public Map<String, Protection> all() {
    Instant now = now();
    return client.sql(SELECT).query(JournalProtections::protection).list().stream()
        .filter(protection -> protection.isActive(now))
        .collect(Collectors.toMap(Protection::target, Function.identity()));
  }

  private static Protection protection(ResultSet row, int number) throws SQLException {
    return new Protection(
        row.getString("target"),
        row.getString("id"),
        new Actor(row.getString("person"), row.getString("origin")),
        Instant.ofEpochMilli(row.getLong("since")),
        Instant.ofEpochMilli(row.getLong("until_at")),
        row.getString("why"));
  }

  /**
   * Protects a target, in place of the protection that it has.
   *
   * @param replacesAny whether it may be somebody else's
   * @throws NotAllowedException {@code target.protected}
   */
  public Protection protect(
      String target, Actor actor, Instant until, String why, boolean replacesAny) {
    return audit.inTurn(
        () -> {
          requireUnprotected(target, actor, replacesAny);
          forgetEnded();
          remove(target);
          Protection made =
              new Protection(target, UUID.randomUUID().toString(), actor, now(), until, why);
          client
              .sql(
                  "INSERT INTO target_protection (target, id, person, origin, since, until_at, why)"
                      + " VALUES (?, ?, ?, ?, ?, ?, ?)")
              .params(
                  target,
                  made.id(),
                  actor.name(),
                  actor.origin(),
                  made.since().toEpochMilli(),
                  until.toEpochMilli(),
                  why)
              .update();
          return made;
        });
  }

  /**
   * Removes the protection of a target.
   *
   * @param mayRemove decides whether it may be removed, and throws where it may not
   * @return whether there was one
   */
  public boolean unprotect(String target, Consumer<Protection> mayRemove) {
    return audit.inTurn(
        () -> {
          Optional<Protection> found = of(target);
          found.ifPresent(mayRemove);
          remove(target);
          return found.isPresent();
        });
  }

  private void remove(String target) {
    client.sql("DELETE FROM target_protection WHERE target = ?").param(target).update();
  }

  /** Removes those that have ended. */
  void forgetEnded() {
    client
        .sql("DELETE FROM target_protection WHERE until_at <= ?")
        .param(now().toEpochMilli())
        .update();
  }

  /**
   * To be called in the turn in which the request is queued, or before that.
   *
   * @return the protection that is overridden; empty where nobody else protects the target
   * @throws NotAllowedException {@code target.protected}
   */
  public Optional<Protection> requireUnprotected(String target, Actor actor, boolean override) {
    Optional<Protection> others = of(target).filter(protection -> !protection.isOf(actor));
    if (!override && others.isPresent()) {
      throw others.get().refusal();
    }
    return others;
  }

  /** Notes that a run was asked for in spite of a protection. */
  void overridden(Run run, Protection protection) {
    client
        .sql("INSERT INTO protection_override (run, protection) VALUES (?, ?)")
        .params(run.id().value(), protection.id())
        .update();
    audit.add(
        AuditEvent.of(run.actor().name(), run.actor().origin(), "override")
            .on(protection.target())
            .asking(protection.text())
            .ofRun(run.id().value())
            .with(AuditEvent.DONE));
  }

  /**
   * To be called before a run changes its target: somebody may have protected it while the run was
   * waiting.
   *
   * @throws NotAllowedException {@code target.protected}
   */
  public void requireOpen(Run run) {
    against(run)
        .ifPresent(
            protection -> {
              throw protection.refusal();
            });
  }

  /** The protection that this run would be refused by. */
  Optional<Protection> against(Run run) {
    return run.target()
        .flatMap(this::of)
        .filter(protection -> !protection.isOf(run.actor()))
        .filter(protection -> !isOverridden(run, protection));
  }

  private boolean isOverridden(Run run, Protection protection) {
    return client
        .sql("SELECT 1 FROM protection_override WHERE run = ? AND protection = ?")
        .params(run.id().value(), protection.id())
        .query(Integer.class)
        .optional()
        .isPresent();
  }
}
