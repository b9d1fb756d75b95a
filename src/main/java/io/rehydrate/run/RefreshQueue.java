package io.rehydrate.run;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotAllowedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Queues refreshes, one request after the other whichever process takes it: what a request depends
 * on stays as it was checked until its run is queued.
 */
public final class RefreshQueue {
  private final Journal journal;
  private final JournalProtections protections;
  private final RequestKeys keys;
  private final Requesters requesters;

  RefreshQueue(Journal journal, JournalProtections protections, JdbcClient client) {
    this.journal = journal;
    this.protections = protections;
    this.keys = new RequestKeys(client);
    this.requesters = new Requesters(journal);
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
   * it, unless a protection is in its way. What else waits for the target, and only the same person
   * asked for, is cancelled.
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
              Run run =
                  waiting.isPresent()
                      ? join(waiting.get(), order)
                      : insert(order, dump, overridden);
              order.keyed().ifPresent(keyed -> keys.remember(keyed, run.id()));
              return run;
            });
  }

  private void joined(Run run, RefreshOrder order, String outcome) {
    journal
        .audit()
        .joined(run, order.actor(), JournalAudit.asked(order.asked(), order.ref()), outcome);
  }

  /** One of a command is not among them: its own process starts it, or gives it up. */
  private Optional<Run> waiting(RefreshOrder order, String dump) {
    return journal.in(RunState.QUEUED).stream()
        .filter(run -> order.isMetBy(run, dump) && !CliQueuedRuns.isOfCommand(run))
        .filter(run -> protections.against(run).isEmpty())
        .findFirst();
  }

  private Run join(Run waiting, RefreshOrder order) {
    joined(waiting, order, "waits already");
    List<Run> older = older(order).stream().filter(run -> !run.id().equals(waiting.id())).toList();
    requesters.add(waiting, order.actor());
    replace(older, waiting, order.actor());
    return waiting;
  }

  private Run insert(RefreshOrder order, String dump, Optional<Protection> overridden) {
    List<Run> older = older(order);
    long ending =
        older.stream()
            .filter(run -> requesters.of(run).equals(Set.of(order.actor().name())))
            .count();
    QueueBound.require(journal, order.lease(), (int) ending);
    Run run = journal.queueRefresh(order.actor(), order.target(), dump, order.ref(), order.asked());
    overridden.ifPresent(protection -> protections.overridden(run, protection));
    replace(older, run, order.actor());
    return run;
  }

  /** What waits and this person asked for before. */
  private List<Run> older(RefreshOrder order) {
    return journal.in(RunState.QUEUED).stream()
        .filter(order::isOfSameTarget)
        .filter(run -> requesters.of(run).contains(order.actor().name()))
        .toList();
  }

  /** What others asked for, too, is left to them. */
  private void replace(List<Run> older, Run newer, Actor actor) {
    Run.Failure why = Ending.replaced(newer.id()).failure("");
    older.stream()
        .filter(run -> !requesters.remove(run, actor))
        .forEach(run -> journal.endQueued(run.id(), RunState.CANCELLED, why));
  }
}
