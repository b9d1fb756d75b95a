package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.KeptRows;
import io.rehydrate.schema.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Reads the keys of rows that stay from the scratch, in their order, and asks the source for those
 * rows: by ranges of the key, as far as it begins with an integer, else by lists of keys.
 */
final class KeptKeys implements RowSelection {
  /** So many rows of one beginning of a key, on average, may be read for those that stay. */
  private static final int MOST_OF_A_BEGINNING = 20;

  private final KeptRows rows;
  private final KeyRange range;
  private final Connection scratch;
  private final List<Column> key;

  /**
   * @param scratch for the keys alone, as long as the rows are read
   */
  KeptKeys(KeptRows rows, KeyRange range, Connection scratch) {
    this.rows = rows;
    this.range = range;
    this.scratch = scratch;
    this.key =
        rows.table().primaryKey().stream()
            .map(name -> rows.table().column(name).orElseThrow())
            .toList();
  }

  @Override
  public Questions begin() throws SQLException {
    boolean byRanges = key.get(0).isInteger() && (key.size() == 1 || beginningsAreShort());
    Statement statement =
        scratch.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    statement.setFetchSize(Integer.MIN_VALUE);
    try {
      return new Reading(statement, statement.executeQuery(query()), byRanges);
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** Whether few rows, on average, share the first column of their key. */
  private boolean beginningsAreShort() throws SQLException {
    String first = Sql.name(key.get(0).name());
    try (Statement statement = scratch.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COUNT(*) <= "
                    + MOST_OF_A_BEGINNING
                    + " * COUNT(DISTINCT "
                    + first
                    + ") FROM "
                    + rows.table().name().quoted())) {
      row.next();
      return row.getBoolean(1);
    }
  }

  String query() {
    String order = String.join(", ", rows.keyColumns());
    return "SELECT "
        + order
        + rows.keys()
        + (range.isWhole() ? "" : " AND " + range.condition(rows.keyColumns().get(0)))
        + " ORDER BY "
        + order;
  }

  /** Closing a result that streams reads what is left of it; only a failure leaves any. */
  private final class Reading implements Questions {
    private final Statement statement;
    private final ResultSet found;
    private final boolean byRanges;
    private boolean isOnRow;

    Reading(Statement statement, ResultSet found, boolean byRanges) throws SQLException {
      this.statement = statement;
      this.found = found;
      this.byRanges = byRanges;
      this.isOnRow = found.next();
    }

    @Override
    public RowQuery next() throws SQLException {
      return byRanges ? next(new KeyStretch(key)) : next(new KeyList(key));
    }

    private RowQuery next(KeyBatch batch) throws SQLException {
      boolean room = true;
      while (isOnRow && room) {
        byte[][] values = new byte[key.size()][];
        for (int i = 0; i < values.length; i++) {
          values[i] = found.getBytes(i + 1);
        }
        room = batch.add(values);
        if (room) {
          isOnRow = found.next();
        }
      }
      return batch.isEmpty() ? null : batch.question();
    }

    @Override
    public void close() throws SQLException {
      if (isOnRow) {
        statement.getConnection().abort(Runnable::run);
      }
      statement.close();
    }
  }
}
