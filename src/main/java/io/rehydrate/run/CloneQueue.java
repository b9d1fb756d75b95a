package io.rehydrate.run;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Queues what is to be done with clones. */
public final class CloneQueue {
  private final Journal journal;
  private final JournalQueue queue;

  public CloneQueue(State state, Clock clock, Journal journal) {
    this.journal = journal;
    this.queue = new JournalQueue(state.client(), clock, journal.audit());
  }

  /** One after the other, whichever process does so: what it reads stays so until it has ended. */
  public <T> T inTurn(Supplier<T> work) {
    return journal.audit().inTurn(work);
  }

  /**
   * Writes down that something is wanted.
   *
   * @param name of the clone; empty: a golden
   * @param asked for the audit
   * @throws io.rehydrate.error.BusyException {@code queue.full}
   */
  public Run add(
      Actor actor,
      String lease,
      Optional<String> name,
      String dump,
      Optional<String> ref,
      String asked) {
    QueueBound.require(journal, lease);
    return journal.get(queue.addClone(actor, lease, name, dump, ref, asked));
  }
}
