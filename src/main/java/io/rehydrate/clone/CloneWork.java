package io.rehydrate.clone;

import io.rehydrate.migrate.CommitSha;
import io.rehydrate.migrate.MigrationFile;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.store.StoredDump;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a run of clones is at: a route carries it in the variable {@code clone}. */
public final class CloneWork {
  private final CloneOrder order;
  private final Optional<Clone> clone;
  private final Optional<StoredDump> dump;
  private final CloneProgram program;
  private final Optional<Target> target;
  private Optional<CommitSha> commit = Optional.empty();
  private List<MigrationFile> migrations = List.of();
  private Optional<FileChannel> lock = Optional.empty();
  private Logins.Login maker;
  private Path from;
  private Path folder;
  private Logins.Login login;
  private Path discarded;

  /**
   * @param clone empty: a golden
   * @param target that the clone is, if it is one
   * @param dump of those that load or copy one
   */
  CloneWork(
      CloneOrder order,
      Optional<Clone> clone,
      Optional<Target> target,
      Optional<StoredDump> dump,
      CloneProgram program) {
    this.target = target;
    this.order = order;
    this.clone = clone;
    this.dump = dump;
    this.program = program;
  }

  Operation operation() {
    return order.operation();
  }

  CloneOrder order() {
    return order;
  }

  /** The clone as it was when the run began. */
  Clone subject() {
    return clone.orElseThrow();
  }

  Optional<Target> target() {
    return target;
  }

  /** The target's script that runs after the migrations. */
  Optional<Path> script() {
    return target.flatMap(Target::after);
  }

  /** Whether the target has a script to run after the migrations: a route asks. */
  public boolean hasScript() {
    return script().isPresent();
  }

  /**
   * Whether the first server on the copy is the one that stays: nobody else knows its password yet.
   */
  boolean isServedAtOnce() {
    return operation() == Operation.CREATE && target.isEmpty();
  }

  /** Whether something changes the copy before it is served. */
  boolean isChanged() {
    return commit.isPresent() || hasScript();
  }

  StoredDump dump() {
    return dump.orElseThrow();
  }

  CloneProgram program() {
    return program;
  }

  /** Whether a golden is needed: a route asks. */
  public boolean isLoading() {
    return operation() == Operation.GOLDEN || operation().copies();
  }

  /** Whether a copy of a golden is made: a route asks. */
  public boolean isCopying() {
    return operation().copies();
  }

  /** What the step is called that does everything else: a route asks. */
  public String step() {
    return operation().text();
  }

  void bring(CommitSha at, List<MigrationFile> files) {
    commit = Optional.of(at);
    migrations = files;
  }

  Optional<CommitSha> commit() {
    return commit;
  }

  List<MigrationFile> migrations() {
    return migrations;
  }

  void lock(FileChannel taken) {
    lock = Optional.of(taken);
  }

  Optional<FileChannel> lock() {
    return lock;
  }

  void unlocked() {
    lock = Optional.empty();
  }

  /** The login of the account that prepares a golden. */
  Logins.Login maker() {
    return maker;
  }

  void madeBy(Logins.Login account) {
    maker = account;
  }

  /** The new copy. */
  Path folder() {
    return folder;
  }

  void copy(Path golden, Path to) {
    from = golden;
    folder = to;
  }

  /** The data folder that is copied: a route of one's own asks. */
  public Path from() {
    return from.resolve(CloneFolders.DATA);
  }

  /** What it is copied to, and does not exist yet: a route of one's own asks. */
  public Path to() {
    return folder.resolve(CloneFolders.DATA);
  }

  /** How the new copy is reached as long as it is prepared. */
  Logins.Login login() {
    return login;
  }

  void reachedBy(Logins.Login way) {
    login = way;
  }

  /** A folder that nobody needs any more; null: there is none, a route asks. */
  public Path discarded() {
    return discarded;
  }

  void discard(Path old) {
    discarded = old;
  }
}
