package io.rehydrate.run;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes down how runs end, each with its entry in the audit. */
final class JournalEnds {
  private final JdbcClient client;
  private final Clock clock;
  private final JournalAudit audit;

  JournalEnds(JdbcClient client, Clock clock, JournalAudit audit) {
    this.client = client;
    this.clock = clock;
    this.audit = audit;
  }

  void failing(RunId id, Run.Failure failure) {
    client
        .sql(
            "UPDATE run SET exit_code = ?, code = ?, message = ?, hint = ?"
                + " WHERE id = ? AND code IS NULL AND ended_at IS NULL")
        .params(failure.exitCode(), failure.code(), failure.message(), failure.hint(), id.value())
        .update();
  }

  void end(RunId id, RunState state, Optional<Run.Failure> failure) {
    audit.together(
        () -> {
          int ended =
              client
                  .sql(
                      "UPDATE run SET state = ?, ended_at = ?, exit_code = ?, code = ?, message = ?,"
                          + " hint = ? WHERE id = ? AND ended_at IS NULL")
                  .param(text(state))
                  .param(clock.instant().toEpochMilli())
                  .param(failure.map(Run.Failure::exitCode).orElse(0))
                  .param(failure.map(Run.Failure::code).orElse(null))
                  .param(failure.map(Run.Failure::message).orElse(null))
                  .param(failure.map(Run.Failure::hint).orElse(null))
                  .param(id.value())
                  .update();
          return ended == 1 && noted(id);
        });
  }

  boolean endQueued(RunId id, RunState state, Run.Failure failure) {
    return audit.inTurn(
        () -> {
          int ended =
              client
                  .sql(
                      "UPDATE run SET state = ?, ended_at = ?, exit_code = ?, code = ?, message = ?,"
                          + " hint = ? WHERE id = ? AND state = ?")
                  .params(
                      text(state),
                      clock.instant().toEpochMilli(),
                      failure.exitCode(),
                      failure.code(),
                      failure.message(),
                      failure.hint(),
                      id.value(),
                      text(RunState.QUEUED))
                  .update();
          return ended == 1 && noted(id);
        });
  }

  private boolean noted(RunId id) {
    audit.ended(
        client
            .sql("SELECT " + Journal.COLUMNS + " FROM run WHERE id = ?")
            .param(id.value())
            .query(JournalRows::run)
            .single());
    return true;
  }

  void requestCancel(RunId id, Actor actor) {
    String by = "asked for by " + actor.name() + " (" + actor.origin() + ")";
    audit.together(
        () -> {
          audit.cancel(id, actor);
          endQueued(id, RunState.CANCELLED, Ending.cancelledBefore(by).failure(""));
          return client
              .sql("UPDATE run SET cancel_requested = 1, cancelled_by = ? WHERE id = ?")
              .params(by, id.value())
              .update();
        });
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
