package io.rehydrate.run;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.NotAllowedException;
import java.util.Optional;

/**
 * Queues refreshes, one request after the other whichever process takes it: what a request depends
 * on stays as it was checked until its run is queued.
 */
public final class RefreshQueue {
  private final Journal journal;
  private final JournalProtections protections;

  RefreshQueue(Journal journal, JournalProtections protections) {
    this.journal = journal;
    this.protections = protections;
  }

  /**
   * Queues a refresh; one that waits already and brings the same is the answer, whoever asked for
   * it, unless a protection is in its way.
   *
   * @throws NotAllowedException {@code target.protected}
   * @throws BusyException {@code queue.full}
   */
  public Run join(RefreshOrder order) {
    return queue(order, true);
  }

  /**
   * Queues a refresh that nobody else runs.
   *
   * @throws NotAllowedException {@code target.protected}
   * @throws BusyException {@code queue.full}
   */
  public Run add(RefreshOrder order) {
    return queue(order, false);
  }

  private Run queue(RefreshOrder order, boolean joins) {
    return journal
        .audit()
        .inTurn(
            () -> {
              Optional<Protection> overridden =
                  protections.requireUnprotected(order.target(), order.actor(), order.override());
              Optional<Run> waiting =
                  joins && overridden.isEmpty() ? waiting(order) : Optional.empty();
              waiting.ifPresent(
                  run ->
                      journal
                          .audit()
                          .joined(
                              run, order.actor(), JournalAudit.asked(order.asked(), order.ref())));
              return waiting.orElseGet(() -> insert(order, overridden));
            });
  }

  private Optional<Run> waiting(RefreshOrder order) {
    return journal.in(RunState.QUEUED).stream()
        .filter(order::isMetBy)
        .filter(run -> protections.against(run).isEmpty())
        .findFirst();
  }

  private Run insert(RefreshOrder order, Optional<Protection> overridden) {
    QueueBound.require(journal, order.lease());
    Run run =
        journal.queueRefresh(
            order.actor(), order.target(), order.dump(), order.ref(), order.asked());
    overridden.ifPresent(protection -> protections.overridden(run, protection));
    return run;
  }
}
