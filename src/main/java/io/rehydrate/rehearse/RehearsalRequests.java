package io.rehydrate.rehearse;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.migrate.Ref;
import io.rehydrate.night.Nights;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.QueueBound;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.ScratchServer;
import io.rehydrate.store.OfferedDumps;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.util.Optional;

/** Takes requests of rehearsals. They use the scratch, so none runs next to a night. */
public final class RehearsalRequests {
  private final Settings settings;
  private final Store store;
  private final Optional<GitRepository> repository;
  private final Journal journal;
  private final Rehearsals rehearsals;

  public RehearsalRequests(
      Settings settings, Store store, Optional<GitRepository> repository, Journal journal) {
    this.settings = settings;
    this.store = store;
    this.repository = repository;
    this.journal = journal;
    this.rehearsals = new Rehearsals(store);
  }

  /** The results. */
  public Rehearsals rehearsals() {
    return rehearsals;
  }

  /** What the run needs that nobody else may have at the time: the scratch. */
  public String lease() {
    return Nights.lease(settings);
  }

  /**
   * A dump by its id, or {@code latest}.
   *
   * @throws NotFoundException {@code dump.unknown}, {@code dump.none}
   * @throws RefusedException {@code dump.held}
   */
  public StoredDump dump(String asked) {
    return OfferedDumps.find(store, asked);
  }

  /**
   * A branch or tag as the repository has it now.
   *
   * @throws NotFoundException {@code ref.unknown}
   * @throws InvalidException {@code migrations.none}, {@code ref.ambiguous}
   */
  public Ref ref(String asked) {
    return repository.orElseThrow(RehearsalRequests::noRepository).find(asked);
  }

  static InvalidException noRepository() {
    return new InvalidException(
        ErrorCode.MIGRATIONS_NONE,
        "migrations.repository is not set, so there are no migrations to rehearse",
        "Set it in application.properties");
  }

  /** What is known of the ref's commit on this dump already. */
  public Optional<Rehearsal> known(StoredDump dump, Ref ref) {
    return rehearsals.known(dump.id(), ref);
  }

  /**
   * What became of a request: the result is known already, or a run will find it.
   *
   * @param queued empty where the result is known
   */
  public record Outcome(Optional<Rehearsal> known, Optional<Run> queued) {}

  /**
   * Queues a rehearsal unless its result is known.
   *
   * @throws NotFoundException {@code dump.unknown}, {@code ref.unknown}
   * @throws io.rehydrate.error.StageFailedException {@code rehearsal.scratch}
   */
  public Outcome request(Actor actor, String asked, String refAsked) {
    StoredDump dump = dump(asked);
    Ref ref = ref(refAsked);
    Optional<Rehearsal> known = known(dump, ref);
    if (known.isPresent()) {
      return new Outcome(known, Optional.empty());
    }
    ScratchServer.requireByDay(settings);
    return new Outcome(known, Optional.of(queue(actor, dump, ref)));
  }

  /**
   * Queues a rehearsal; one that waits already and is the same is the answer.
   *
   * @throws io.rehydrate.error.BusyException {@code queue.full}
   */
  public synchronized Run queue(Actor actor, StoredDump dump, Ref ref) {
    String name = Rehearsals.kind(ref) + ":" + ref.name();
    return journal.in(RunState.QUEUED).stream()
        .filter(run -> run.kind() == RunKind.REHEARSAL && run.ref().equals(Optional.of(name)))
        .filter(run -> run.dump().equals(Optional.of(dump.id().value())))
        .filter(run -> !run.actor().origin().startsWith("cli") && !actor.origin().equals("cli"))
        .findFirst()
        .orElseGet(() -> add(actor, dump, name));
  }

  private Run add(Actor actor, StoredDump dump, String name) {
    QueueBound.require(journal, lease());
    return journal.queueRehearsal(actor, lease(), dump.id().value(), name);
  }
}
