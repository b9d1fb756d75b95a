package io.rehydrate.clone;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.run.Actor;
import io.rehydrate.run.CloneQueue;
import io.rehydrate.run.Journal;
import io.rehydrate.run.JournalAudit;
import io.rehydrate.run.Run;
import io.rehydrate.settings.Amounts;
import io.rehydrate.store.OfferedDumps;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import io.rehydrate.users.Action;
import io.rehydrate.users.Owned;
import io.rehydrate.users.Permissions;
import io.rehydrate.users.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes what is asked of clones, wherever it comes from, and queues what could go well. */
public final class Clones {
  private static final Duration LONGEST = Duration.ofDays(90);

  private final CloneParts parts;
  private final Journal journal;
  private final CloneQueue queue;
  private final Store store;
  private final Optional<GitRepository> repository;

  Clones(
      CloneParts parts,
      Journal journal,
      CloneQueue queue,
      Store store,
      Optional<GitRepository> repository) {
    this.parts = parts;
    this.journal = journal;
    this.queue = queue;
    this.store = store;
    this.repository = repository;
  }

  /**
   * A clone that is wanted.
   *
   * @param dump an id, or {@code latest}
   * @param ref empty: no migrations
   * @param expires as {@code 2d}; empty: as the settings have it
   */
  public record Wish(CloneName name, String dump, Optional<String> ref, Optional<String> expires) {}

  /** All that are made or in the making, by name. */
  public List<CloneView> list() {
    forgetUnmade();
    return parts.book().all().stream().map(this::view).toList();
  }

  /**
   * One of them.
   *
   * @throws NotFoundException {@code clone.unknown}
   */
  public CloneView get(CloneName name) {
    return view(find(name));
  }

  /** What only one run on a clone of this name may hold. */
  public String lease(CloneName name) {
    return parts.book().find(name).map(Clone::lease).orElseGet(name::lease);
  }

  /** The password of a clone: whoever asks has made sure that it is for its owner. */
  public String password(CloneName name) {
    return parts.logins().of(find(name)).password();
  }

  private CloneView view(Clone clone) {
    return CloneView.of(clone, parts);
  }

  private Clone find(CloneName name) {
    return parts.book().find(name).orElseThrow(() -> unknown(name));
  }

  static NotFoundException unknown(CloneName name) {
    return new NotFoundException(
        ErrorCode.CLONE_UNKNOWN, "There is no clone " + name, "List them with 'clones'");
  }

  /**
   * @throws InvalidException {@code migrations.none}, {@code clone.command}
   */
  private void requireRef(String ref) {
    parts.requireFlyway();
    repository.orElseThrow(Clones::noRepository).resolve(ref);
  }

  static InvalidException noRepository() {
    return new InvalidException(
        ErrorCode.MIGRATIONS_NONE,
        "A ref was asked for, and migrations.repository is not set",
        "Set it, or leave the ref out");
  }

  /**
   * Queues the creation of a clone, and keeps its name and its port for it.
   *
   * @throws InvalidException {@code clone.exists}, {@code clone.expiry}, {@code migrations.none}
   * @throws RefusedException {@code clone.limit}, {@code clone.ports}, {@code clone.space}, {@code
   *     clone.directory}, {@code dump.held}
   * @throws NotFoundException {@code dump.unknown}, {@code ref.unknown}
   */
  public Run create(Person person, Wish wish) {
    Permissions.require(person, Action.CLONE);
    Duration life = wish.expires().map(Clones::life).orElse(parts.settings().expire());
    StoredDump dump = dump(wish.dump());
    wish.ref().ifPresent(this::requireRef);
    parts.folders().open();
    parts.space().requireForCopy();
    forgetUnmade();
    return queue.inTurn(
        () -> {
          CloneRoom room =
              new CloneRoom(
                  parts.settings(), parts.book(), parts.servers(), parts.targets(), parts.daemon());
          room.require(wish.name(), person.name());
          Instant now = parts.book().now();
          int port = room.port();
          Run run =
              add(person.actor(), Operation.CREATE, Optional.of(wish.name()), dump, wish.ref());
          order(run, Operation.CREATE, Optional.empty());
          parts
              .book()
              .add(
                  new Clone(
                      wish.name(),
                      parts.daemon(),
                      person.name(),
                      port,
                      CloneState.MAKING,
                      run.id(),
                      run.id(),
                      wish.dump(),
                      dump.id().value(),
                      wish.ref(),
                      Optional.empty(),
                      now,
                      Optional.of(now.plus(life)),
                      now));
          return run;
        });
  }

  private Run add(
      Actor actor,
      Operation operation,
      Optional<CloneName> name,
      StoredDump dump,
      Optional<String> ref) {
    return queue.add(
        actor,
        name.map(CloneName::lease).orElse("golden:" + dump.id()),
        name.map(CloneName::value),
        dump.id().value(),
        ref,
        operation.text() + ", " + JournalAudit.asked(dump.id().value(), ref));
  }

  private void order(Run run, Operation operation, Optional<Instant> end) {
    parts
        .book()
        .order(
            new CloneOrder(
                run.id(),
                parts.daemon(),
                operation,
                run.target().map(CloneName::new),
                run.dump().orElseThrow(),
                end));
  }

  /**
   * Queues that a clone gets fresh data: of the newest dump, unless it was created from another
   * one, and with its ref as it is now.
   */
  public Run reset(Person person, CloneName name) {
    Clone clone = owned(person, name);
    StoredDump dump = dump(clone.wanted());
    clone.ref().ifPresent(this::requireRef);
    parts.folders().open();
    parts.space().requireForCopy();
    return queue.inTurn(
        () -> {
          Run run = add(person.actor(), Operation.RESET, Optional.of(name), dump, clone.ref());
          order(run, Operation.RESET, Optional.empty());
          return run;
        });
  }

  public Run stop(Person person, CloneName name) {
    return change(person, own(person, name), Operation.STOP, Optional.empty());
  }

  public Run start(Person person, CloneName name) {
    return change(person, own(person, name), Operation.START, Optional.empty());
  }

  public Run remove(Person person, CloneName name) {
    return change(person, owned(person, name), Operation.REMOVE, Optional.empty());
  }

  /**
   * @param from now on, as {@code 2d}
   * @throws InvalidException {@code clone.expiry}
   */
  public Run extend(Person person, CloneName name, String from) {
    Duration life = life(from);
    return change(
        person, owned(person, name), Operation.EXTEND, Optional.of(parts.book().now().plus(life)));
  }

  private Run change(Person person, Clone clone, Operation operation, Optional<Instant> end) {
    return queue.inTurn(
        () -> {
          Run run =
              queue.add(
                  person.actor(),
                  clone.lease(),
                  Optional.of(clone.name().value()),
                  clone.dump(),
                  clone.ref(),
                  operation.text() + end.map(time -> " until " + time).orElse(""));
          order(run, operation, end);
          return run;
        });
  }

  /** Queues a golden of a dump. */
  Run golden(Actor actor, StoredDump dump) {
    return queue.inTurn(
        () -> {
          Run run = add(actor, Operation.GOLDEN, Optional.empty(), dump, Optional.empty());
          order(run, Operation.GOLDEN, Optional.empty());
          return run;
        });
  }

  /**
   * @throws io.rehydrate.error.NotAllowedException {@code permission.role}, {@code
   *     permission.owner}
   * @throws BusyException {@code clone.state} where it is still being made
   */
  private Clone own(Person person, CloneName name) {
    Permissions.require(person, Action.CLONE);
    Clone clone = find(name);
    Permissions.require(person, Action.CLONE, owned(clone));
    if (!clone.isMade()) {
      throw new BusyException(
          ErrorCode.CLONE_STATE,
          "The clone " + name + " is being made",
          "Wait for the run " + clone.maker() + ", or cancel it");
    }
    return clone;
  }

  /** As {@link #own}, and not that of a target, which goes by the target's refreshes. */
  private Clone owned(Person person, CloneName name) {
    Clone clone = own(person, name);
    parts.targets().requireNone(clone);
    return clone;
  }

  static Owned owned(Clone clone) {
    return new Owned("the clone " + clone.name(), Set.of(clone.owner()), false);
  }

  private static Duration life(String text) {
    Duration life;
    try {
      life = Amounts.duration(text.strip());
    } catch (IllegalArgumentException e) {
      throw expiry("The end of the clone is no duration", e);
    }
    if (life.compareTo(LONGEST) > 0) {
      throw expiry("The clone would last longer than " + LONGEST.toDays() + " days", null);
    }
    return life;
  }

  private static InvalidException expiry(String what, Exception cause) {
    return new InvalidException(
        ErrorCode.CLONE_EXPIRY,
        what,
        "Write a duration from now on as 6h or 2d, at most " + LONGEST.toDays() + " days",
        cause);
  }

  /** The dump that is asked for by an id or as {@code latest}; none that is held. */
  StoredDump dump(String asked) {
    return OfferedDumps.find(store, asked);
  }

  /** Frees the names of clones whose runs have ended without making them. */
  void forgetUnmade() {
    for (Clone clone : parts.book().of(parts.daemon())) {
      boolean ended = journal.find(clone.maker()).map(run -> run.state().isEnded()).orElse(true);
      if (!clone.isMade() && ended) {
        queue.inTurn(
            () -> {
              parts
                  .book()
                  .find(clone.name())
                  .filter(now -> !now.isMade() && now.maker().equals(clone.maker()))
                  .ifPresent(now -> parts.book().remove(now.name()));
              return true;
            });
      }
    }
  }
}
