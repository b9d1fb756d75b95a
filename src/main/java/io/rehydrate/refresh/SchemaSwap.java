package io.rehydrate.refresh;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.refresh.IncomingDetail.Triggers;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Puts the incoming tables in the place of the live ones by one RENAME TABLE, and what does not
 * move with tables right after it. Before that statement the target is as it was, after it the new
 * one; {@link Recovery} decides by the exchange table, which moves with it, and puts back or
 * finishes.
 */
public final class SchemaSwap {
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int TRIES = 3;

  private final ResourceBook book;
  private final TargetSessions sessions;
  private final int lockWaitSeconds;
  private Supplier<List<KeptMark>> beforeRename = List::of;
  private List<String> changedLate = List.of();

  public SchemaSwap(ResourceBook book, TargetSessions sessions) {
    this(book, sessions, 10);
  }

  SchemaSwap(ResourceBook book, TargetSessions sessions, int lockWaitSeconds) {
    this.book = book;
    this.sessions = sessions;
    this.lockWaitSeconds = lockWaitSeconds;
  }

  /**
   * Exchanges, and clears away: afterwards the incoming and outgoing schemas are gone, and the
   * journal's entry with them.
   *
   * @throws BusyException {@code target.locked} where a connection holds a live table; the target
   *     is as it was
   * @throws io.rehydrate.error.RefusedException {@code refresh.foreign-key}, {@code
   *     refresh.sequences}
   * @throws StageFailedException {@code refresh.exchange}: the target is as it was; {@code
   *     refresh.objects}: the new tables are in place, and an object named there is not
   */
  public void exchange(StagingSchemas incoming) {
    exchange(incoming, Optional.empty(), null);
  }

  /**
   * Has something done to the incoming tables right before they are exchanged, while they have no
   * triggers.
   *
   * @param work gives marks of live tables, which are saved if they change until then
   */
  void beforeRename(Supplier<List<KeptMark>> work) {
    beforeRename = work;
  }

  /** The live tables that have changed since, and where they are saved. */
  List<String> changedLate() {
    return changedLate;
  }

  /**
   * The same, after a branch or a script has worked on the incoming schemas.
   *
   * @param branch empty where none has
   * @param then what the target holds afterwards; null where nobody wants to know
   * @return the views that were left out, because they refer to what is not there
   */
  List<String> exchange(StagingSchemas incoming, Optional<Branch> branch, TargetHolds then) {
    try (Connection session = sessions.open(incoming.target())) {
      TargetLock.take(session, incoming.target().name());
      Sessions.run(
          session,
          "SET SESSION lock_wait_timeout = " + lockWaitSeconds,
          "SET SESSION sql_mode = ''",
          "SET SESSION foreign_key_checks = 1");
      LoadingSettings.takeAnyForeignKey(session);
      if (branch.isPresent()) {
        branch.get().end(session);
      }
      IncomingDetail detail = prepare(session, incoming, branch, then);
      try {
        requireUnlocked(session, incoming);
        for (SchemaSwapNames schema : incoming.schemas()) {
          new LiveTriggers(session).drop(schema.incoming());
        }
        detail = detail.keeping(beforeRename.get());
        book.detail(incoming.resource(), detail.toJson());
        rename(session, incoming);
      } catch (SQLException e) {
        putBack(session, detail);
        throw e.getErrorCode() == LOCK_WAIT_TIMEOUT
            ? locked(session, incoming, e)
            : failed(incoming, e);
      }
      SwapCompletion completion = new SwapCompletion(session, detail);
      List<String> broken = completion.run();
      changedLate = completion.changedLate();
      book.gone(incoming.resource());
      return broken;
    } catch (SQLException e) {
      throw failed(incoming, e);
    }
  }

  private static StageFailedException failed(StagingSchemas incoming, SQLException e) {
    return new StageFailedException(
        ErrorCode.REFRESH_EXCHANGE,
        "Exchanging the tables of the target "
            + incoming.target().name()
            + " failed ("
            + SqlErrors.describe(e)
            + ")",
        "'targets admit "
            + incoming.target().name()
            + "' prints the GRANT statements that its account needs",
        e);
  }

  /** All that can fail for a reason that can be known beforehand. */
  private IncomingDetail prepare(
      Connection session, StagingSchemas incoming, Optional<Branch> branch, TargetHolds then)
      throws SQLException {
    OutsideReferences.refuse(session, incoming.schemas());
    new SequenceDefaults(session, incoming.schemas()).requireRights(incoming.target());
    List<Triggers> old = new ArrayList<>();
    for (SchemaSwapNames schema : incoming.schemas()) {
      old.add(new Triggers(schema.live(), new LiveTriggers(session).read(schema.live())));
    }
    SchemaSwapNames first = incoming.first();
    String probe = new TableName(first.outgoing(), "__rehydrate_probe").quoted();
    String owner = new TableName(first.outgoing(), StagingSchemas.OWNER_TABLE).quoted();
    // without the right to make a trigger, the live ones could not be put back
    Sessions.run(
        session,
        "CREATE TRIGGER " + probe + " BEFORE INSERT ON " + owner + " FOR EACH ROW SET @x = 1",
        "DROP TRIGGER " + probe);
    IncomingDetail detail =
        IncomingDetail.loading(incoming.schemas(), incoming.server())
            .exchanging(old, new FreshObjects(session, incoming.schemas(), branch).read(), then);
    String exchange = new TableName(first.incoming(), StagingSchemas.EXCHANGE_TABLE).quoted();
    Sessions.run(
        session,
        "DROP TABLE IF EXISTS " + exchange,
        "CREATE TABLE " + exchange + " (i INT NOT NULL PRIMARY KEY)");
    for (SchemaSwapNames schema : incoming.schemas()) {
      if (!new MovableTables(session).schemaExists(schema.live())) {
        Sessions.run(session, "CREATE DATABASE " + Sql.name(schema.live()));
      }
    }
    book.detail(incoming.resource(), detail.toJson());
    return detail;
  }

  /** Finds who is in the way while every trigger is still in its place. */
  private void requireUnlocked(Connection session, StagingSchemas incoming) throws SQLException {
    List<TableName> live = live(session, incoming);
    if (live.isEmpty()) {
      return;
    }
    String locks = String.join(", ", live.stream().map(t -> t.quoted() + " WRITE").toList());
    waiting(session, "LOCK TABLES " + locks);
    Sessions.run(session, "UNLOCK TABLES");
  }

  private void rename(Connection session, StagingSchemas incoming) throws SQLException {
    for (SchemaSwapNames schema : incoming.schemas()) {
      new LiveTriggers(session).drop(schema.live());
    }
    waiting(session, "RENAME TABLE " + String.join(", ", moves(session, incoming)));
  }

  private static List<TableName> live(Connection session, StagingSchemas incoming)
      throws SQLException {
    List<TableName> live = new ArrayList<>();
    for (SchemaSwapNames schema : incoming.schemas()) {
      live.addAll(new MovableTables(session).movable(schema.live()));
    }
    return live;
  }

  private static List<String> moves(Connection session, StagingSchemas incoming)
      throws SQLException {
    MovableTables tables = new MovableTables(session);
    List<String> out = new ArrayList<>();
    List<String> in = new ArrayList<>();
    for (SchemaSwapNames schema : incoming.schemas()) {
      tables.movable(schema.live()).forEach(t -> out.add(move(t, schema.outgoing())));
      tables.movable(schema.incoming()).forEach(t -> in.add(move(t, schema.live())));
    }
    SchemaSwapNames first = incoming.first();
    TableName exchange = new TableName(first.incoming(), StagingSchemas.EXCHANGE_TABLE);
    return Stream.of(out, in, List.of(move(exchange, first.outgoing())))
        .flatMap(List::stream)
        .toList();
  }

  private static String move(TableName table, String schema) {
    return table.quoted() + " TO " + new TableName(schema, table.table()).quoted();
  }

  /** Waits for the live tables' locks a few times, and lets others through in between. */
  private static void waiting(Connection session, String statement) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        Sessions.run(session, statement);
        return;
      } catch (SQLException e) {
        if (e.getErrorCode() != LOCK_WAIT_TIMEOUT || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  static BusyException locked(Connection session, StagingSchemas incoming, SQLException cause) {
    String blocker =
        Blocker.find(session, incoming.schemas())
            .orElse("a connection that the target's account may not see");
    return new BusyException(
        ErrorCode.TARGET_LOCKED,
        "The live tables of the target "
            + incoming.target().name()
            + " are in use by "
            + blocker
            + "; the target is as it was",
        "End that connection's transaction, or the connection, and refresh again",
        cause);
  }

  private static void putBack(Connection session, IncomingDetail detail) {
    try {
      new SwapRollback(session, detail).triggers();
    } catch (SQLException e) {
      // the journal knows the triggers: the run's release puts them back, or the next start
      return;
    }
  }
}
