package io.rehydrate.clone;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.migrate.CommitSha;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.migrate.Migrated;
import io.rehydrate.migrate.Migrator;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.component.exec.ExecBinding;

/** The bean of the route of clones: a method a step. */
public final class CloneSteps {
  private final Settings settings;
  private final CloneParts parts;
  private final ResourceBook book;
  private final Optional<GitRepository> repository;

  CloneSteps(
      Settings settings, CloneParts parts, ResourceBook book, Optional<GitRepository> repository) {
    this.settings = settings;
    this.parts = parts;
    this.book = book;
    this.repository = repository;
  }

  /** A queued run's id, if it is for this daemon; null: a route's filter asks. */
  public RunId own(@Body RunId run) {
    return parts.book().order(run).filter(order -> isOwn(order.daemon())).isPresent() ? run : null;
  }

  /** A clone that an earlier refresh of the target began, and never made, is not reset. */
  private Optional<CloneOrder> ofTarget(ActiveRun run) {
    parts.clones().forgetUnmade();
    return parts.targets().order(run.run());
  }

  private boolean isOwn(String daemon) {
    return daemon.equals(parts.daemon());
  }

  /** Looks up what is to be done, and everything that it needs. Nothing is changed. */
  public CloneWork admit(@Variable("run") ActiveRun run) {
    CloneOrder order =
        parts.book().order(run.id()).or(() -> ofTarget(run)).orElseThrow(CloneSteps::forgotten);
    if (!isOwn(order.daemon())) {
      throw new BusyException(
          ErrorCode.CLONE_STATE,
          "The clone is on the machine of the daemon " + order.daemon(),
          "Ask there");
    }
    parts.folders().open();
    boolean loads = order.operation() == Operation.GOLDEN || order.operation().copies();
    CloneWork work =
        new CloneWork(
            order,
            order.name().map(this::clone),
            order.name().map(this::clone).flatMap(parts.targets()::of),
            loads ? Optional.of(parts.clones().dump(order.dump())) : Optional.empty(),
            CloneProgram.of(parts.settings()));
    if (work.isCopying()) {
      fetchRef(run, work);
    }
    return work;
  }

  private Clone clone(CloneName name) {
    return parts.book().find(name).orElseThrow(() -> Clones.unknown(name));
  }

  private static NotFoundException forgotten() {
    return new NotFoundException(
        ErrorCode.CLONE_UNKNOWN, "No clone was asked for by this run", "Ask for it again");
  }

  /** Turns the ref into a commit, once, and reads the migrations of its tree. */
  private void fetchRef(ActiveRun run, CloneWork work) {
    Optional<String> ref = run.run().ref();
    if (ref.isEmpty()) {
      return;
    }
    parts.requireFlyway();
    GitRepository git = repository.orElseThrow(Clones::noRepository);
    CommitSha commit = git.resolve(ref.get());
    run.resolvedRef(commit.value());
    work.bring(commit, git.files(commit, settings.migrations().path()));
    run.log()
        .info(
            "ref "
                + ref.get()
                + " is "
                + commit
                + " with "
                + Counted.of(work.migrations().size(), "migration"));
  }

  /** Makes the folder of the new copy, and says from where the route that follows copies. */
  public void prepare(@Variable("run") ActiveRun run, @Variable("clone") CloneWork work) {
    parts.space().requireForCopy();
    CloneName name = work.subject().name();
    Path folder = parts.folders().copy(name, run.id());
    book.add(run.id(), CloneReleaser.KIND, folder.toString(), name.value());
    work.copy(parts.folders().golden(work.dump().id().value()), folder);
    work.discard(folder); // until the clone serves it
    run.onCancel(() -> killUnserved(work));
    parts.folders().make(folder);
  }

  private void killUnserved(CloneWork work) {
    Path folder = work.folder();
    if (folder.equals(work.discarded())) {
      parts.servers().kill(folder);
    }
  }

  /** Reports the following {@code exec:} how to copy the golden's blocks. */
  public void copy(
      @Variable("run") ActiveRun run, @Variable("clone") CloneWork work, Exchange exchange) {
    run.requireNotCancelled();
    program(
        run,
        exchange,
        List.of("-a", "--reflink=always", "--", work.from().toString(), work.to().toString()));
  }

  /** Ends the server of a copy that is to be removed. */
  public void end(@Variable("clone") CloneWork work) {
    parts.servers().kill(work.discarded());
  }

  /** Reports the following {@code exec:} how to remove a folder whose server has ended. */
  public void discard(
      @Variable("run") ActiveRun run, @Variable("clone") CloneWork work, Exchange exchange) {
    program(run, exchange, List.of("-rf", "--one-file-system", "--", work.discarded().toString()));
  }

  private void program(ActiveRun run, Exchange exchange, List<String> arguments) {
    var message = exchange.getMessage();
    message.setHeader(ExecBinding.EXEC_COMMAND_ARGS, arguments);
    message.setHeader(ExecBinding.EXEC_COMMAND_WORKING_DIR, run.workDirectory().toString());
    message.setHeader(ExecBinding.EXEC_COMMAND_TIMEOUT, settings.deadlines().dumpFile().toMillis());
    message.setBody(null);
  }

  /** Starts the copy where its migrations run: nobody else knows the password yet. */
  public void start(@Variable("run") ActiveRun run, @Variable("clone") CloneWork work) {
    run.requireNotCancelled();
    Clone clone = work.subject();
    writable(work.folder());
    if (work.operation() == Operation.CREATE) {
      work.reachedBy(parts.logins().create(clone.name(), clone.port()));
    }
    if (work.isServedAtOnce()) {
      parts.start().serve(work.program(), work.folder(), clone);
    } else if (work.isChanged()) {
      work.reachedBy(Logins.unseen());
      parts.servers().serveUnseen(work.program(), work.folder(), work.login());
    }
    run.requireNotCancelled();
  }

  private void writable(Path folder) {
    try {
      Trees.modes(folder.resolve(CloneFolders.DATA), "rwx------", "rw-------");
    } catch (IOException e) {
      throw parts.folders().failed("does not let the copy be written", e);
    }
  }

  /** Runs the ref's migrations in the copy, as the developer's account. */
  public void migrate(@Variable("run") ActiveRun run, @Variable("clone") CloneWork work) {
    if (work.commit().isEmpty()) {
      return;
    }
    Migrator migrator = new Migrator(session -> CloneServers.requireOwn(session, work.folder()));
    run.onCancel(migrator::stop);
    Migrated migrated =
        migrator.migrate(
            work.login().login(),
            schema(work),
            work.migrations(),
            settings.flyway(),
            settings.deadlines().migration());
    run.requireNotCancelled();
    run.log()
        .info(
            migrated.applied().isEmpty()
                ? "no migration was pending"
                : "migrated: " + String.join(", ", migrated.applied()));
  }

  /** The first of the source's schemas, or of the target's. */
  String schema(CloneWork work) {
    Collection<String> held = work.dump().manifest().schemas().keySet();
    Collection<String> wanted =
        work.target()
            .map(target -> target.schemas().keySet())
            .orElseGet(() -> new LinkedHashSet<>(settings.source().schemas()));
    return wanted.stream()
        .filter(held::contains)
        .findFirst()
        .orElseGet(() -> held.iterator().next());
  }

  /** Has the clone serve the new copy; at a reset, under the address and password that it had. */
  public void exchange(@Variable("run") ActiveRun run, @Variable("clone") CloneWork work) {
    run.requireNotCancelled();
    Clone before = work.subject();
    Optional<String> commit = work.commit().map(CommitSha::value);
    String dump = work.dump().id().value();
    if (!work.isServedAtOnce() && work.isChanged()) {
      parts.servers().stop(work.folder());
    }
    if (work.operation() == Operation.CREATE) {
      if (!work.isServedAtOnce()) {
        parts.start().serve(work.program(), work.folder(), before);
      }
      parts.book().serve(before.name(), run.id(), dump, run.run().ref(), commit);
      work.discard(null);
    } else {
      Path old = parts.folders().copy(before.name(), before.generation());
      book.add(run.id(), CloneReleaser.KIND, old.toString(), before.name().value());
      if (before.state() == CloneState.RUNNING) {
        parts.book().state(before.name(), CloneState.RESETTING);
      }
      parts.servers().stop(old);
      parts.book().serve(before.name(), run.id(), dump, run.run().ref(), commit);
      work.discard(old);
      serveOrRestore(work, before);
    }
    run.accomplished();
    parts.targets().serves(clone(before.name()));
    run.log().info("the clone " + before.name() + " serves the dump " + dump);
  }

  private void serveOrRestore(CloneWork work, Clone before) {
    try {
      parts.start().serve(work.program(), work.folder(), before);
    } catch (RehydrateException e) {
      parts.book().restore(before);
      work.discard(work.folder());
      parts.start().ifWanted(before);
      throw e;
    }
  }

  /** Stops, starts, extends or removes a clone. */
  public void act(@Variable("run") ActiveRun run, @Variable("clone") CloneWork work) {
    Clone clone = work.subject();
    CloneName name = clone.name();
    Path folder = parts.folders().copy(name, clone.generation());
    switch (work.operation()) {
      case STOP -> {
        parts.book().state(name, CloneState.STOPPED);
        parts.servers().stop(folder);
      }
      case START -> {
        parts.start().start(clone);
        parts.book().state(name, CloneState.RUNNING);
      }
      case EXTEND -> parts.book().expire(name, work.order().expiresAt().orElseThrow());
      case REMOVE -> {
        book.add(run.id(), CloneReleaser.KIND, folder.toString(), name.value());
        parts.book().remove(name);
        work.discard(folder);
      }
      default -> throw new InvalidException(ErrorCode.CLONE_STATE, "Not a step of this run", "");
    }
    run.accomplished();
  }

  /** A golden alone was wanted. */
  public void loaded(@Variable("run") ActiveRun run, @Variable("clone") CloneWork work) {
    if (work.operation() == Operation.GOLDEN) {
      run.accomplished();
    }
  }
}
