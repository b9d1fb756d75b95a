package io.rehydrate.source;

import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What is done with the parts of a {@link CopyQueue}. */
interface CopyWork {
  /** As progress names it. */
  String name();

  /** What the log says of a table that is done. */
  String done(Table table, long rows);

  /** Whether the rows of a table may be of another moment than those of all others. */
  boolean standsAlone(Table table);

  /**
   * Makes a table that is full in the server's memory again, on its disk.
   *
   * @return whether that is what the failure was about
   */
  default boolean movesToDisk(Table table, SQLException failure, Connection scratch)
      throws SQLException {
    return false;
  }

  /** The table on the scratch that takes the rows of a table. */
  default TableName into(Table table) {
    return table.name();
  }

  /**
   * Carries a part's rows over; how many is returned.
   *
   * @param counted takes what went over, while it does
   */
  long copy(
      CopyQueue.Part part,
      Connection source,
      Connection loader,
      Duration deadline,
      SourceLoad counted)
      throws SQLException;

  /** What a table needs once its rows are there. */
  List<String> statementsAfterRows(Table table);
}
