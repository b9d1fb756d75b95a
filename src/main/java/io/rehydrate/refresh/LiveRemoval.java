package io.rehydrate.refresh;

import io.rehydrate.dump.Verification;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.migrate.MigrationFile;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.schema.TableName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops a target's live tables and views before the dump is loaded, where its disk has no room for
 * both ({@code refresh.mode=in-place}). Everything that can be verified is verified first. From
 * then on the refresh is as any other: the tables are loaded next to the live schema and moved in.
 */
final class LiveRemoval {
  private static final int LOCK_WAIT_TIMEOUT = 1205;

  private final RefreshWork work;
  private final Runnable mark;

  /**
   * @param mark notes that the target has no tables, before they are dropped
   */
  LiveRemoval(RefreshWork work, Runnable mark) {
    this.work = work;
    this.mark = mark;
  }

  /**
   * Verifies, then drops.
   *
   * @throws io.rehydrate.error.CorruptDumpException where a file of the dump is not as its manifest
   *     says; the target is as it was
   * @throws StageFailedException {@code refresh.in-place}
   * @throws io.rehydrate.error.BusyException {@code target.locked}; the target is as it was
   */
  void run(Connection session, ActiveRun run) {
    Verification.verify(work.dump().folder(), work.dump().manifest());
    work.migrations().forEach(LiveRemoval::requireReadable);
    run.requireNotCancelled();
    try {
      TargetLock.take(session, work.target().name());
      Sessions.run(session, "SET SESSION lock_wait_timeout = 10", "SET SESSION sql_mode = ''");
      OutsideReferences.refuse(session, work.incoming().schemas());
      List<TableName> tables = tables(session);
      lock(session, tables);
      List<TableName> kept = work.keeping().map(rows -> rows.saveLocked(session)).orElse(List.of());
      mark.run();
      Sessions.run(session, "SET SESSION foreign_key_checks = 0");
      // nobody may write to these between the reading of their rows and this
      for (TableName table : kept) {
        Sessions.run(session, "DROP TABLE IF EXISTS " + table.quoted());
      }
      Sessions.run(session, "UNLOCK TABLES");
      drop(session, tables);
      run.log()
          .info(
              "in place: dropped "
                  + Counted.of(tables.size(), "table")
                  + " of the target, which has none until the exchange");
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static void requireReadable(MigrationFile file) {
    try (InputStream content = file.content().open()) {
      content.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.REFRESH_IN_PLACE,
          "The migration " + file.name() + " can't be read",
          "The target is as it was; see that the repository answers, and refresh again",
          e);
    }
  }

  private List<TableName> tables(Connection session) throws SQLException {
    List<TableName> tables = new ArrayList<>();
    for (SchemaSwapNames schema : work.incoming().schemas()) {
      tables.addAll(new MovableTables(session).movable(schema.live()));
    }
    return tables;
  }

  private void lock(Connection session, List<TableName> tables) throws SQLException {
    if (tables.isEmpty()) {
      return;
    }
    try {
      Sessions.run(
          session,
          "LOCK TABLES "
              + String.join(", ", tables.stream().map(t -> t.quoted() + " WRITE").toList()));
    } catch (SQLException e) {
      if (e.getErrorCode() == LOCK_WAIT_TIMEOUT) {
        throw SchemaSwap.locked(session, work.incoming(), e);
      }
      throw e;
    }
  }

  private void drop(Connection session, List<TableName> tables) throws SQLException {
    for (SchemaSwapNames schema : work.incoming().schemas()) {
      for (TableName view : new MovableTables(session).views(schema.live())) {
        Sessions.run(session, "DROP VIEW IF EXISTS " + view.quoted());
      }
    }
    for (TableName table : tables) {
      Sessions.run(session, "DROP TABLE IF EXISTS " + table.quoted());
    }
    Sessions.run(session, "SET SESSION foreign_key_checks = 1");
  }

  private StageFailedException failed(SQLException e) {
    return new StageFailedException(
        ErrorCode.REFRESH_IN_PLACE,
        "The live tables of the target "
            + work.target().name()
            + " can't be dropped ("
            + SqlErrors.describe(e)
            + ")",
        "'targets admit "
            + work.target().name()
            + "' prints the GRANT statements that its account needs",
        e);
  }
}
