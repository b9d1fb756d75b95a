package io.rehydrate.source;

import com.mysql.cj.jdbc.JdbcStatement;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.schema.Table;
import io.rehydrate.server.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Carries one table's rows, or a range of them, from a source session to a scratch session. */
final class TableCopy {
  private final Table table;
  private final KeyRange range;
  private final LongConsumer counted;
  private final List<ColumnTransport> columns;

  TableCopy(Table table, KeyRange range, boolean mariaDb) {
    this(table, range, mariaDb, rows -> {});
  }

  /**
   * @param counted takes the number of rows that went over, while they do
   */
  TableCopy(Table table, KeyRange range, boolean mariaDb, LongConsumer counted) {
    this.counted = counted;
    this.table = table;
    this.range = range;
    this.columns = ColumnTransport.of(table, mariaDb);
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
      try (ResultSet rows = reading.executeQuery(select())) {
        return carry(source, loading, new RowStream(rows, columns, counted));
      }
    }
  }

  /**
   * A result that is closed too early would first read all its rows; a session that ends does not.
   */
  private long carry(Connection source, Statement loading, RowStream stream) throws SQLException {
    boolean carried = false;
    try {
      long loaded = load(loading, stream);
      requireAll(loading, stream, loaded);
      loading.execute("COMMIT");
      carried = true;
      return loaded;
    } finally {
      if (!carried) {
        source.abort(Runnable::run);
      }
    }
  }

  private long load(Statement loading, RowStream stream) throws SQLException {
    loading.unwrap(JdbcStatement.class).setLocalInfileInputStream(stream);
    try {
      return loading.executeLargeUpdate(load());
    } catch (SQLException e) {
      throw stream.failure().orElse(e);
    }
  }

  private void requireAll(Statement loading, RowStream stream, long loaded) throws SQLException {
    long warnings;
    try (ResultSet row = loading.executeQuery("SHOW COUNT(*) WARNINGS")) {
      row.next();
      warnings = row.getLong(1);
    }
    if (loaded == stream.count() && warnings == stream.enumZeros()) {
      return;
    }
    String first = "";
    try (ResultSet row = loading.executeQuery("SHOW WARNINGS LIMIT 1")) {
      if (row.next()) {
        first = "; the first warning: " + row.getInt(2) + " " + SqlErrors.redact(row.getString(3));
      }
    }
    throw new StageFailedException(
        "copy.failed",
        "The copy of "
            + table.name()
            + " is not like the original: "
            + stream.count()
            + " rows sent, "
            + loaded
            + " loaded, "
            + warnings
            + " warnings"
            + first,
        "Compare the two servers' versions and settings; the scratch should be of the source's"
            + " kind");
  }

  private String select() {
    boolean byKey = table.engine().equals("InnoDB") && !table.primaryKey().isEmpty();
    return "SELECT "
        + columns.stream().map(ColumnTransport::select).collect(Collectors.joining(", "))
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
