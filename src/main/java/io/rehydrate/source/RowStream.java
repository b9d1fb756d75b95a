package io.rehydrate.source;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The rows of a streaming result: at most one buffer and one row are in memory. Rows with large
 * values are left out and remembered, for {@link LargeRowStream}.
 */
final class RowStream extends LoadedRows {
  private final ResultSet rows;
  private final int columns;
  private final LargeRows large;
  private final List<String> left = new ArrayList<>();
  private boolean isOnRow;

  /**
   * Takes the first row: a table that changed since the moment is reported before anything is sent.
   */
  RowStream(ResultSet rows, List<ColumnTransport> columns, LargeRows large, LongConsumer counted)
      throws SQLException {
    super(columns, counted);
    this.rows = rows;
    this.columns = columns.size();
    this.large = large;
    this.isOnRow = rows.next();
  }

  /** SQL conditions of the rows that were left out, one each. */
  List<String> left() {
    return left;
  }

  @Override
  boolean append() throws SQLException {
    if (!isOnRow) {
      return false;
    }
    if (large.arePossible() && rows.getInt(columns + 1) == 1) {
      if (!large.haveKey()) {
        left.add(""); // nothing helps the others either
        return false;
      }
      left.add(large.condition(rows));
    } else {
      appendRow();
    }
    isOnRow = rows.next();
    return true;
  }

  private void appendRow() throws SQLException {
    for (int i = 0; i < columns; i++) {
      field(i, rows.getBytes(i + 1));
    }
    endRow();
  }
}
