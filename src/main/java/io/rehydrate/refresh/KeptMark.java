package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.refresh.keep.KeptRows;
import io.rehydrate.schema.TableName;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How a live table was right before its rows were read to be put back. By its name in the outgoing
 * schema it shows, once nobody can write to it, whether rows were changed since.
 *
 * @param schema the outgoing one
 * @param folder of the run, where the rows are saved then
 */
record KeptMark(String schema, String table, long checksum, String folder) {

  static KeptMark of(Connection session, TableName live, String outgoing, Path folder)
      throws SQLException {
    return new KeptMark(outgoing, live.table(), checksum(session, live), folder.toString());
  }

  private static long checksum(Connection session, TableName table) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("CHECKSUM TABLE " + table.quoted())) {
      return row.next() ? row.getLong(2) : 0;
    }
  }

  /**
   * Saves the tables that have changed, before they are dropped.
   *
   * @return what was saved, for the log
   * @throws StageFailedException {@code refresh.kept}: nothing was dropped
   */
  static List<String> saveChanged(Connection session, List<KeptMark> marks) throws SQLException {
    List<String> saved = new ArrayList<>();
    for (KeptMark mark : marks) {
      TableName table = new TableName(mark.schema, mark.table);
      if (!new MovableTables(session).exists(table) || checksum(session, table) == mark.checksum) {
        continue;
      }
      try {
        saved.add(
            mark.table
                + ": rows were changed during the exchange; all rows as they were at its end are"
                + " saved in "
                + KeptRows.saveLate(session, table, Path.of(mark.folder)));
      } catch (IOException e) {
        throw new StageFailedException(
            ErrorCode.REFRESH_KEPT,
            "Rows of "
                + table
                + " were changed during the exchange, and can't be saved in "
                + mark.folder
                + " ("
                + e.getMessage()
                + ")",
            "The target holds the new tables; its old ones are dropped once this can be saved: make"
                + " room, and run 'sweep'",
            e);
      }
    }
    return saved;
  }
}
