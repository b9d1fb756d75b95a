package io.rehydrate.source;

import com.mysql.cj.jdbc.JdbcStatement;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Carries one table's rows, or a range of them, from a source session to a scratch session. One
 * object carries them once.
 */
final class TableCopy {
  private final Table table;
  private final KeyRange range;
  private final LongConsumer counted;
  private final List<ColumnTransport> columns;
  private final LargeRows large;
  private long sent;
  private long loaded;
  private long warnings;
  private long expectedWarnings;
  private String firstWarning = "";

  /**
   * @param large in bytes: rows with more in their large columns are read in pieces
   * @param counted takes the number of rows that went over, while they do
   */
  TableCopy(Table table, KeyRange range, boolean mariaDb, long large, LongConsumer counted) {
    this.counted = counted;
    this.table = table;
    this.range = range;
    this.columns = ColumnTransport.of(table, mariaDb);
    this.large = new LargeRows(table, large, mariaDb);
  }

  /**
   * @return how many rows went over; all of them, unchanged and committed
   */
  long run(Connection source, Connection scratch, Duration deadline) throws SQLException {
    try (Statement reading =
            source.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        Statement loading = scratch.createStatement()) {
      reading.setFetchSize(Integer.MIN_VALUE);
      loading.setQueryTimeout((int) Math.min(deadline.toSeconds(), Integer.MAX_VALUE));
      // a rounded result is a note each, and is no one's loss
      loading.execute("SET SESSION sql_notes = " + (isComputed() ? 0 : 1));
      List<String> left = carry(source, reading, loading);
      if (!left.isEmpty()) {
        load(loading, new LargeRowStream(source, table, columns, left, large.limit() / 4, counted));
      }
      requireAll(source, loading);
      loading.execute("COMMIT");
      return loaded;
    }
  }

  /**
   * A result that is closed too early would first read all its rows; a session that ends does not.
   *
   * @return conditions of rows that were left out
   */
  private List<String> carry(Connection source, Statement reading, Statement loading)
      throws SQLException {
    boolean carried = false;
    try (ResultSet rows = reading.executeQuery(select())) {
      RowStream stream = new RowStream(rows, columns, large, counted);
      try {
        load(loading, stream);
        if (!stream.left().isEmpty() && !large.haveKey()) {
          throw tooLarge();
        }
        carried = true;
        return stream.left();
      } finally {
        if (!carried) {
          source.abort(Runnable::run);
        }
      }
    }
  }

  private StageFailedException tooLarge() {
    return new StageFailedException(
        ErrorCode.COPY_LARGE_ROW,
        "A row of "
            + table.name()
            + " is larger than "
            + ((4 * large.limit()) >> 20)
            + " MB, and without a primary key it can't be read in pieces",
        "Give the table a primary key or the rule 'truncate', or the process more memory"
            + " (REHYDRATE_HEAP)");
  }

  private void load(Statement loading, LoadedRows rows) throws SQLException {
    loading.unwrap(JdbcStatement.class).setLocalInfileInputStream(rows);
    try {
      loaded += loading.executeLargeUpdate(load());
    } catch (SQLException e) {
      throw rows.failure().orElse(e);
    }
    sent += rows.count();
    expectedWarnings += rows.enumZeros();
    try (ResultSet row = loading.executeQuery("SHOW COUNT(*) WARNINGS")) {
      row.next();
      warnings += row.getLong(1);
    }
    if (firstWarning.isEmpty() && warnings != expectedWarnings) {
      try (ResultSet row = loading.executeQuery("SHOW WARNINGS LIMIT 1")) {
        if (row.next()) {
          firstWarning =
              "; the first warning: " + row.getInt(2) + " " + SqlErrors.redact(row.getString(3));
        }
      }
    }
  }

  /**
   * The server warns of values that it computes as of those that were sent, and says for a few only
   * which they are.
   */
  private void requireAll(Connection source, Statement loading) throws SQLException {
    boolean told = warnings == expectedWarnings;
    if (sent == loaded && (told || (isComputed() && isEqual(source, loading)))) {
      return;
    }
    throw new StageFailedException(
        ErrorCode.COPY_FAILED,
        "The copy of "
            + table.name()
            + " is not like the original: "
            + sent
            + " rows sent, "
            + loaded
            + " loaded, "
            + warnings
            + " warnings"
            + firstWarning,
        "Compare the two servers' versions and settings; the scratch should be of the source's kind");
  }

  private boolean isComputed() {
    return table.columns().stream().anyMatch(Column::generated);
  }

  private boolean isEqual(Connection source, Statement loading) throws SQLException {
    return RowDigest.of(table, range).isEqual(source, loading.getConnection());
  }

  private String select() {
    boolean byKey = table.engine().equals("InnoDB") && !table.primaryKey().isEmpty();
    List<Column> written = table.writtenColumns();
    return "SELECT "
        + (written.isEmpty()
            ? columns.get(0).select()
            : IntStream.range(0, columns.size())
                .mapToObj(i -> large.selected(written.get(i), columns.get(i).select()))
                .collect(Collectors.joining(", ")))
        + (large.arePossible() ? ", " + large.flag() : "")
        + " FROM "
        + table.name().quoted()
        + (byKey ? " FORCE INDEX (PRIMARY)" : "")
        + (range.isWhole() ? "" : " WHERE " + range.condition());
  }

  private String load() {
    String assignments =
        columns.stream()
            .map(ColumnTransport::assignment)
            .filter(a -> !a.isEmpty())
            .collect(Collectors.joining(", "));
    return "LOAD DATA LOCAL INFILE 'rows' INTO TABLE "
        + table.name().quoted()
        + " CHARACTER SET binary FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\'"
        + " LINES TERMINATED BY '\\n' ("
        + columns.stream().map(ColumnTransport::target).collect(Collectors.joining(", "))
        + ")"
        + (assignments.isEmpty() ? "" : " SET " + assignments);
  }
}
