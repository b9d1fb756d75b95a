package io.rehydrate.source;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.Figures;
import io.rehydrate.run.Progress;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.HiddenLabels;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Copies the source's schemas to the scratch server, all at one moment, while the source is only
 * read. One object makes one copy; closing it, from any thread, ends the copy.
 */
public final class ServerCopy implements AutoCloseable {
  /** The largest that a server takes, in bytes. */
  private static final long LARGEST_PACKET = 1 << 30;

  private final CopySettings settings;
  private final String installation;
  private final ResourceBook book;
  private final Consumer<String> log;
  private final CopySessions sessions;
  private final Progress progress;
  private Optional<SharedMoment> moment = Optional.empty();
  private volatile boolean stopped;

  /**
   * @param installation the id that marks what this installation makes
   * @param log takes what the run's log shall tell
   * @param progress counts the rows
   */
  public ServerCopy(
      CopySettings settings,
      String installation,
      ResourceBook book,
      Consumer<String> log,
      Progress progress) {
    this.progress = progress;
    this.settings = settings;
    this.installation = installation;
    this.book = book;
    this.log = log;
    this.sessions = new CopySessions(settings);
  }

  /**
   * Makes the copy. Whatever it had made when it failed is in the book. Where rows are still to
   * follow, the scratch has the source's sessions, which end with this object at the latest.
   *
   * @param wanted of which tables rows follow
   * @param live the runs that still continue: what they made stays
   * @throws io.rehydrate.error.RefusedException {@code guard.source}, {@code guard.foreign-schema},
   *     {@code scratch.space}
   * @throws StageFailedException {@code copy.failed} with the table's name; {@code copy.changed}
   *     where the schema is not the one that the plan was checked against
   */
  public Scratch copy(RunId run, ResolvedPlan plan, FirstPass wanted, Set<RunId> live) {
    List<String> names = plan.catalog().schemas().stream().map(Schema::name).toList();
    try {
      Connection scratch = sessions.scratch();
      ServerIdentity source = ServerIdentity.of(sessions.source());
      ScratchGuard guard = new ScratchGuard(installation);
      guard.requireNotTheSource(scratch, source);
      guard.requireFree(scratch, names, run, live);
      requireLocalInfile(scratch);
      allowLargeValues(scratch);
      ScratchSpace.of(scratch, settings.scratch(), ScratchTables.bytes(plan, wanted))
          .ifPresent(ScratchSpace::require);
      FirstPass firstPass = ScratchMemory.placed(wanted, scratch, settings.memory());
      long since = System.nanoTime();
      List<Connection> sources = new ConsistentSnapshot(sessions, log).open(settings.workers());
      Catalog catalog =
          HiddenLabels.reveal(sources.get(0), CatalogReader.read(sources.get(0), names));
      requireUnchanged(plan.catalog(), catalog);
      ScratchTables tables =
          new ScratchTables(scratch, plan, firstPass, LargeRows.limit(settings.workers()), log);
      make(run, scratch, sources.get(0), tables, catalog);
      sessions.proveScratch(session -> guard.requireOurs(session, names, run));
      boolean countersShared = isOn(scratch, "@@innodb_autoinc_lock_mode = 2");
      CopyQueue queue = queue(sources, countersShared, tables, catalog, firstPass);
      ConsistentSnapshot.letGo(sources.get(0));
      progress.begin(tables.name(), Progress.ROWS, estimatedRows(tables, catalog));
      List<Connection> loaders = loaders(sources.size());
      SourceLoad load =
          new CopyWorkers(settings, sessions, tables, log, progress)
              .run(sources, loaders, queue, since + settings.night().toNanos());
      loaders.forEach(sessions::end);
      log.accept("read " + Figures.bytes(load.bytes()) + " from the source");
      if (!firstPass.narrow().isEmpty()) {
        boolean mariaDb = catalog.server().isMariaDb();
        moment =
            Optional.of(
                new SharedMoment(
                    settings,
                    sessions,
                    sources,
                    mariaDb,
                    countersShared,
                    load.bytes(),
                    since,
                    log));
      }
      Scratch made =
          new Scratch(
              settings.scratch(),
              ServerIdentity.of(scratch),
              Optional.of(source),
              catalog,
              settings.source().url().address(),
              Optional.empty(),
              queue.rows(),
              tables.lost(),
              Optional.of(run.value()),
              firstPass,
              moment);
      if (moment.isEmpty()) {
        sessions.endAll();
      }
      return made;
    } catch (SQLException e) {
      throw failed(e);
    } catch (RehydrateException e) {
      throw stopped ? CopySessions.stopped() : e;
    } finally {
      if (moment.isEmpty()) {
        sessions.close();
      }
    }
  }

  private List<Connection> loaders(int count) throws SQLException {
    List<Connection> loaders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      loaders.add(sessions.scratch());
    }
    return loaders;
  }

  private static long estimatedRows(ScratchTables tables, Catalog catalog) {
    return catalog.tables().stream()
        .filter(tables::copiesRows)
        .mapToLong(Table::estimatedRows)
        .sum();
  }

  private RehydrateException failed(SQLException e) {
    return stopped
        ? CopySessions.stopped()
        : new StageFailedException(
            ErrorCode.COPY_FAILED,
            "Copying the source to the scratch failed (" + SqlErrors.describe(e) + ")",
            "Check both servers' logs and the accounts' rights; doctor lists the missing ones",
            e);
  }

  private void make(
      RunId run, Connection scratch, Connection source, ScratchTables tables, Catalog catalog)
      throws SQLException {
    for (Schema schema : catalog.schemas()) {
      book.add(run, ScratchRelease.KIND, schema.name(), settings.scratch().url().address());
      tables.makeSchema(schema);
      OwnershipMarker.write(scratch, schema.name(), installation, run);
      tables.makeSequences(source, schema);
    }
    for (Table table : catalog.tables()) {
      try {
        tables.makeTable(table);
      } catch (SQLException e) {
        throw CopyWorkers.failed(table, e);
      }
    }
  }

  private CopyQueue queue(
      List<Connection> sources,
      boolean countersShared,
      ScratchTables tables,
      Catalog catalog,
      FirstPass firstPass) {
    boolean several = sources.size() > 1;
    CopyQueue queue = new CopyQueue();
    for (Table declared : catalog.tables()) {
      Table table = firstPass.copied(declared);
      if (tables.copiesRows(table)) {
        // elsewhere a LOAD DATA holds a counter until its end, and in memory the whole table:
        // ranges would wait for each other
        boolean counted = table.columns().stream().anyMatch(Column::autoIncrement);
        boolean shared = !table.isInMemory() && (countersShared || !counted);
        queue.add(sources.get(0), table, several && shared ? KeyRange.MOST : 1);
      }
      if (!table.engine().equals("InnoDB")) {
        log.accept(
            table.name()
                + " is not an InnoDB table: its rows are of the time when they are read, not of"
                + " the shared moment");
      }
    }
    return queue;
  }

  /** Sessions that are opened later take it; an account that may not leaves it as it is. */
  private void allowLargeValues(Connection scratch) throws SQLException {
    if (isOn(scratch, "@@max_allowed_packet >= " + LARGEST_PACKET)) {
      return;
    }
    try {
      Sessions.run(scratch, "SET GLOBAL max_allowed_packet = " + LARGEST_PACKET);
      log.accept("set max_allowed_packet to 1 GB at the scratch server");
    } catch (SQLException e) {
      log.accept(
          "max_allowed_packet of the scratch server stays as it is ("
              + SqlErrors.describe(e)
              + "); values larger than that fail");
    }
  }

  private void requireLocalInfile(Connection scratch) throws SQLException {
    if (isOn(scratch, "@@local_infile")) {
      return;
    }
    try {
      Sessions.run(scratch, "SET GLOBAL local_infile = ON");
      log.accept("switched local_infile on at the scratch server");
    } catch (SQLException e) {
      throw new InvalidException(
          ErrorCode.SCRATCH_LOCAL_INFILE,
          "The scratch server takes no rows by LOAD DATA LOCAL (" + SqlErrors.describe(e) + ")",
          "Set local_infile = ON there, in its configuration or parameter group",
          e);
    }
  }

  private static boolean isOn(Connection session, String condition) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + condition)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static void requireUnchanged(Catalog checked, Catalog found) {
    List<String> changed = differing(checked, found);
    if (!changed.isEmpty()) {
      throw new StageFailedException(
          ErrorCode.COPY_CHANGED,
          "The source's tables changed while the night began: " + String.join(", ", changed),
          "Start the night again: the plan is checked against the new tables first");
    }
  }

  /** Names of tables that only one of them has, or that are not made alike. */
  static List<String> differing(Catalog one, Catalog other) {
    return Stream.concat(one.tables().stream(), other.tables().stream())
        .filter(
            t ->
                !one.table(t.name())
                    .map(ServerCopy::text)
                    .equals(other.table(t.name()).map(ServerCopy::text)))
        .map(t -> t.name().toString())
        .distinct()
        .toList();
  }

  private static String text(Table table) {
    return table.createStatement().replaceFirst("(?m)^(\\).*) AUTO_INCREMENT=\\d+", "$1");
  }

  /** Ends the copy and all its sessions, and lets none be opened again. */
  @Override
  public void close() {
    stopped = true;
    moment.ifPresent(SharedMoment::close);
    sessions.close();
  }
}
