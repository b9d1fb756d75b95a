package io.rehydrate.refresh;

import io.rehydrate.dump.Manifest;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Proves that every row of the dump has arrived: a client program's exit code does not. */
public final class RowCounts {
  private final TargetSessions sessions;

  public RowCounts(TargetSessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Counts the rows of the incoming tables, before any migration.
   *
   * @throws CorruptDumpException {@code dump.rows} names the tables that differ from the manifest
   */
  public void check(StagingSchemas incoming, Manifest manifest) {
    List<String> different = new ArrayList<>();
    try (Connection session = sessions.open(incoming.target())) {
      MovableTables tables = new MovableTables(session);
      for (SchemaSwapNames schema : incoming.schemas()) {
        for (var entry : manifest.schemas().get(schema.source()).tables().entrySet()) {
          String name = new TableName(schema.incoming(), entry.getKey()).quoted();
          String rows = tables.names("SELECT COUNT(*) FROM " + name).get(0);
          if (!rows.equals(Long.toString(entry.getValue().rows()))) {
            different.add(
                schema.source()
                    + "."
                    + entry.getKey()
                    + " ("
                    + rows
                    + ", not "
                    + entry.getValue().rows()
                    + ")");
          }
        }
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.REFRESH_LOAD,
          "Counting the loaded rows failed (" + SqlErrors.describe(e) + ")",
          "The target is as it was; refresh again",
          e);
    }
    if (!different.isEmpty()) {
      throw new CorruptDumpException(
          ErrorCode.DUMP_ROWS,
          "The loaded tables do not hold the rows that the manifest counts: "
              + String.join(", ", different),
          "The target is as it was; choose another dump");
    }
  }
}
