package io.rehydrate.refresh;

import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.RefreshOrder;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunKind;
import io.rehydrate.store.OfferedDumps;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import io.rehydrate.users.Action;
import io.rehydrate.users.Owned;
import io.rehydrate.users.Permissions;
import io.rehydrate.users.Person;
import java.util.Optional;

/** Takes requests for refreshes, wherever they come from, and queues those that could go well. */
public final class Refreshes {
  private final Admission admission;
  private final Store store;
  private final Optional<GitRepository> repository;
  private final Journal journal;
  private final Protections protections;

  public Refreshes(
      Admission admission, Store store, Optional<GitRepository> repository, Journal journal) {
    this.admission = admission;
    this.store = store;
    this.repository = repository;
    this.journal = journal;
    this.protections = new Protections(admission, journal.protections());
  }

  /** Who protects which target against requests of others. */
  public Protections protections() {
    return protections;
  }

  /**
   * As {@link #queue(Actor, RefreshRequest)}, for somebody who may not refresh every target.
   *
   * @throws io.rehydrate.error.NotAllowedException {@code permission.role}, {@code
   *     permission.owner}
   */
  public Run queue(Person person, RefreshRequest request) {
    Permissions.require(person, Action.REFRESH, Owned.target(admission.target(request.target())));
    if (request.override()) {
      Permissions.require(person, Action.OVERRIDE);
    }
    return queue(person.actor(), request);
  }

  /**
   * Queues a refresh. One that waits already and is the same is the answer, whoever asked for it:
   * both would bring the same. So is the run of a request that was sent before with the same key.
   *
   * @throws NotFoundException {@code target.unknown}, {@code dump.unknown}, {@code ref.unknown}
   * @throws InvalidException {@code migrations.none}, {@code request.key-used}
   * @throws RefusedException {@code dump.held}
   * @throws io.rehydrate.error.NotAllowedException {@code target.protected}
   * @throws io.rehydrate.error.BusyException {@code queue.full}
   */
  public synchronized Run queue(Actor actor, RefreshRequest request) {
    RefreshOrder order = order(actor, request);
    return journal
        .refreshes()
        .known(order)
        .orElseGet(() -> journal.refreshes().join(order, check(request).id().value()));
  }

  /**
   * As {@link #queue}, for a process that runs its request itself: it never gets the run of another
   * process.
   */
  public synchronized Run queueOwn(Actor actor, RefreshRequest request) {
    return journal.refreshes().add(order(actor, request), check(request).id().value());
  }

  private static RefreshOrder order(Actor actor, RefreshRequest request) {
    return new RefreshOrder(
        actor, request.target(), request.dump(), request.ref(), request.override(), request.key());
  }

  /** Has the audit say that a request was refused that could perhaps not even be read. */
  void refused(Actor actor, RehydrateException why) {
    journal.audit().refused(actor, RunKind.REFRESH, "", "a file", why);
  }

  /** As {@link #queue}, without queueing; gives the dump that would be brought. */
  public StoredDump check(RefreshRequest request) {
    admission.target(request.target());
    StoredDump dump = dump(request.dump());
    request.ref().ifPresent(this::requireRef);
    return dump;
  }

  private StoredDump dump(String asked) {
    return OfferedDumps.find(store, asked);
  }

  private void requireRef(String ref) {
    repository.orElseThrow(RefPreviews::none).resolve(ref);
  }
}
