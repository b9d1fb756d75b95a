package io.rehydrate.source;

import com.mysql.cj.jdbc.JdbcStatement;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.KeptRows;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Carries rows of one table from a source session to a scratch session. One object carries them
 * once.
 */
final class TableCopy {
  /**
   * A table in the server's memory is full, the memory is exhausted, or a cluster takes no rows of
   * such a table.
   */
  static final Set<Integer> NO_ROOM = Set.of(1114, 1037, 1041, 3098);

  private final Table table;
  private final TableName into;
  private final List<KeptRows.Assignment> assignments;
  private final RowSelection selection;
  private final SourceLoad counted;
  private final List<ColumnTransport> columns;
  private final LargeRows large;
  private final LoadWarnings warnings;
  private long sent;
  private long loaded;
  private long missing;

  private TableCopy(
      Table table,
      TableName into,
      List<KeptRows.Assignment> assignments,
      RowSelection selection,
      boolean mariaDb,
      long large,
      SourceLoad counted) {
    this.table = table;
    this.into = into;
    this.assignments = assignments;
    this.selection = selection;
    this.counted = counted;
    this.columns = ColumnTransport.of(table, mariaDb);
    this.large = new LargeRows(table, large, mariaDb);
    this.warnings = new LoadWarnings();
  }

  /**
   * All rows of a range, as they are.
   *
   * @param large in bytes: rows with more in their large columns are read in pieces
   * @param counted takes what went over, while it does
   */
  static TableCopy of(
      Table table, KeyRange range, boolean mariaDb, long large, SourceLoad counted) {
    return new TableCopy(
        table, table.name(), List.of(), RowSelection.of(range), mariaDb, large, counted);
  }

  /** Rows that stay, with the values that are assigned to them. */
  static TableCopy of(
      KeptRows rows, RowSelection selection, boolean mariaDb, long large, SourceLoad counted) {
    return new TableCopy(
        rows.table(), rows.into(), rows.assignments(), selection, mariaDb, large, counted);
  }

  /**
   * @return how many rows went over; all of them, committed, and unchanged but for what is assigned
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
      requireAll(source, scratch);
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
    try (RowSelection.Questions questions = selection.begin()) {
      RowStream stream =
          new RowStream(reading, this::select, questions, columns, keyColumns(), large, counted);
      try {
        load(loading, stream);
        if (!stream.left().isEmpty() && !large.haveKey()) {
          throw tooLarge();
        }
        missing = stream.missing();
        carried = true;
        return stream.left();
      } catch (SQLException e) {
        carried = NO_ROOM.contains(e.getErrorCode()); // the server takes the stream to its end
        throw e;
      } finally {
        if (!carried) {
          source.abort(Runnable::run);
        }
      }
    }
  }

  private int[] keyColumns() {
    List<String> names = table.writtenColumns().stream().map(Column::name).toList();
    return table.primaryKey().stream().mapToInt(name -> names.indexOf(name) + 1).toArray();
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
    warnings.read(loading, rows.enumZeros());
  }

  /**
   * The server warns of values that it computes as of those that were sent, and says for a few only
   * which they are.
   */
  private void requireAll(Connection source, Connection scratch) throws SQLException {
    boolean isTold = warnings.areExpected();
    if (sent == loaded && missing == 0 && (isTold || (isComputed() && isEqual(source, scratch)))) {
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
            + (missing == 0 ? "" : missing + " not found by their keys, ")
            + warnings.words(),
        "Compare the two servers' versions and settings; the scratch should be of the source's kind");
  }

  private boolean isComputed() {
    return !assignments.isEmpty() || table.columns().stream().anyMatch(Column::generated);
  }

  private boolean isEqual(Connection source, Connection scratch) throws SQLException {
    List<Column> same =
        table.writtenColumns().stream()
            .filter(c -> assignments.stream().noneMatch(a -> a.column().equals(c.name())))
            .toList();
    try (RowSelection.Questions questions = selection.begin()) {
      for (RowQuery next = questions.next(); next != null; next = questions.next()) {
        RowDigest there = RowDigest.of(table.name(), same, next.exact().get());
        RowDigest here = RowDigest.of(into, same, next.exact().get());
        if (!there.read(source).equals(here.read(scratch))) {
          return false;
        }
      }
      return true;
    }
  }

  private String select(RowQuery question) {
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
        + (question.condition().isEmpty() ? "" : " WHERE " + question.condition())
        + (question.only().isPresent() ? " ORDER BY " + Sql.names(table.primaryKey()) : "");
  }

  private String load() {
    String values =
        Stream.concat(
                columns.stream().map(ColumnTransport::assignment).filter(a -> !a.isEmpty()),
                assignments.stream().map(a -> Sql.name(a.column()) + " = " + a.sql()))
            .collect(Collectors.joining(",\n  "));
    return "LOAD DATA LOCAL INFILE 'rows' INTO TABLE "
        + into.quoted()
        + " CHARACTER SET binary FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\'"
        + " LINES TERMINATED BY '\\n' ("
        + columns.stream().map(ColumnTransport::target).collect(Collectors.joining(", "))
        + ")"
        + (values.isEmpty() ? "" : " SET " + values);
  }
}
