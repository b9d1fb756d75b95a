package io.rehydrate.source;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The rows of one or more streaming results: at most one buffer and one row are in memory. Rows
 * with large values are left out and remembered, for {@link LargeRowStream}.
 */
final class RowStream extends LoadedRows {
  private final Statement reading;
  private final Function<RowQuery, String> sql;
  private final RowSelection.Questions questions;
  private final int columns;
  private final int[] keyColumns;
  private final LargeRows large;
  private final boolean mayBeLarge;
  private final List<String> left = new ArrayList<>();
  private RowQuery question;
  private ResultSet rows;
  private int place;
  private int found;
  private long missing;
  private boolean isOnRow;

  /**
   * Takes the first row: a table that changed since the moment is reported before anything is sent.
   *
   * @param sql of a question, with the columns and, where large values are possible, a flag behind
   *     them
   * @param keyColumns where the parts of the key are among the columns, from 1 on
   */
  RowStream(
      Statement reading,
      Function<RowQuery, String> sql,
      RowSelection.Questions questions,
      List<ColumnTransport> columns,
      int[] keyColumns,
      LargeRows large,
      SourceLoad counted)
      throws SQLException {
    super(columns, counted);
    this.reading = reading;
    this.sql = sql;
    this.questions = questions;
    this.columns = columns.size();
    this.keyColumns = keyColumns.clone();
    this.large = large;
    this.mayBeLarge = large.arePossible();
    advance();
  }

  /** SQL conditions of the rows that were left out, one each. */
  List<String> left() {
    return left;
  }

  /** How many rows were asked for by their keys, and not found. */
  long missing() {
    return missing;
  }

  private void advance() throws SQLException {
    do {
      while (rows == null || !rows.next()) {
        if (question != null) {
          missing += Math.abs(question.expected().orElse(found) - found);
        }
        question = questions.next();
        if (question == null) {
          isOnRow = false;
          return;
        }
        place = 0;
        found = 0;
        rows = reading.executeQuery(sql.apply(question));
      }
    } while (!isWanted());
    found++;
    isOnRow = true;
  }

  /** Of rows and wanted keys, both in the order of the key. */
  private boolean isWanted() throws SQLException {
    if (question.only().isEmpty()) {
      return true;
    }
    List<byte[][]> wanted = question.only().get();
    boolean isNext = place < wanted.size() && isKey(wanted.get(place));
    place += isNext ? 1 : 0;
    return isNext;
  }

  private boolean isKey(byte[][] wanted) throws SQLException {
    for (int i = 0; i < wanted.length; i++) {
      if (!Arrays.equals(wanted[i], rows.getBytes(keyColumns[i]))) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean append() throws SQLException {
    if (!isOnRow) {
      return false;
    }
    if (mayBeLarge && rows.getInt(columns + 1) == 1) {
      if (!large.haveKey()) {
        left.add(""); // nothing helps the others either
        return false;
      }
      left.add(large.condition(rows));
    } else {
      appendRow();
    }
    advance();
    return true;
  }

  private void appendRow() throws SQLException {
    for (int i = 0; i < columns; i++) {
      field(i, rows.getBytes(i + 1));
    }
    endRow();
  }
}
