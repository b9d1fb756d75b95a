package io.rehydrate.run;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotAllowedException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Queues refreshes, one request after the other whichever process takes it: what a request depends
 * on stays as it was checked until its run is queued.
 */
public final class RefreshQueue {
  private final Journal journal;
  private final JournalProtections protections;
  private final RequestKeys keys;

  RefreshQueue(Journal journal, JournalProtections protections, JdbcClient client) {
    this.journal = journal;
    this.protections = protections;
    this.keys = new RequestKeys(client);
  }

  /**
   * The run of a request that was sent before with the same key, whatever became of it.
   *
   * @throws InvalidException {@code request.key-used}
   */
  public Optional<Run> known(RefreshOrder order) {
    Optional<Run> run = order.keyed().flatMap(keys::run).flatMap(journal::find);
    run.ifPresent(known -> joined(known, order, "requested already"));
    return run;
  }

  /**
   * Queues a refresh. One that waits already and brings the same is the answer, whoever asked for
   * it, unless a protection is in its way. What else of the same person waits for the target is
   * cancelled.
   *
   * @throws NotAllowedException {@code target.protected}
   * @throws InvalidException {@code request.key-used}
   * @throws BusyException {@code queue.full}
   */
  public Run join(RefreshOrder order, String dump) {
    return queue(order, dump, true);
  }

  /**
   * As {@link #join}, but always a run of its own.
   *
   * @throws NotAllowedException {@code target.protected}
   * @throws BusyException {@code queue.full}
   */
  public Run add(RefreshOrder order, String dump) {
    return queue(order, dump, false);
  }

  private Run queue(RefreshOrder order, String dump, boolean joins) {
    return journal
        .audit()
        .inTurn(
            () -> {
              Optional<Run> known = known(order);
              if (known.isPresent()) {
                return known.get();
              }
              Optional<Protection> overridden =
                  protections.requireUnprotected(order.target(), order.actor(), order.override());
              Optional<Run> waiting =
                  joins && overridden.isEmpty() ? waiting(order, dump) : Optional.empty();
              waiting.ifPresent(run -> joined(run, order, "waits already"));
              Run run = waiting.orElseGet(() -> insert(order, dump, overridden));
              order.keyed().ifPresent(keyed -> keys.remember(keyed, run.id()));
              return run;
            });
  }

  private void joined(Run run, RefreshOrder order, String outcome) {
    journal
        .audit()
        .joined(run, order.actor(), JournalAudit.asked(order.asked(), order.ref()), outcome);
  }

  private Optional<Run> waiting(RefreshOrder order, String dump) {
    return journal.in(RunState.QUEUED).stream()
        .filter(run -> order.isMetBy(run, dump))
        .filter(run -> protections.against(run).isEmpty())
        .findFirst();
  }

  private Run insert(RefreshOrder order, String dump, Optional<Protection> overridden) {
    List<Run> older = journal.in(RunState.QUEUED).stream().filter(order::replaces).toList();
    QueueBound.require(journal, order.lease(), older.size());
    Run run = journal.queueRefresh(order.actor(), order.target(), dump, order.ref(), order.asked());
    overridden.ifPresent(protection -> protections.overridden(run, protection));
    Run.Failure why = Ending.replaced(run.id()).failure("");
    older.forEach(before -> journal.endQueued(before.id(), RunState.CANCELLED, why));
    return run;
  }
}
