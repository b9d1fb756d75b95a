package io.rehydrate.refresh.keep;

import io.rehydrate.mysql.Sql;
import io.rehydrate.refresh.keep.KeptReport.Reason;
import io.rehydrate.schema.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Inserts rows into one table, many by one statement, and one by one where that fails: then a row
 * that does not fit is handed back with the reason.
 */
final class RowInsert {
  private static final int MOST = 200;
  private static final int LONGEST = 256 * 1024;

  /** Errors of a row's values that have no SQLSTATE of their kind. */
  private static final Map<Integer, Reason> OF_ROWS =
      Map.ofEntries(
          Map.entry(1062, Reason.DUPLICATE_KEY),
          Map.entry(1586, Reason.DUPLICATE_KEY),
          Map.entry(1859, Reason.DUPLICATE_KEY),
          Map.entry(1364, Reason.VALUE_MISSING),
          Map.entry(1048, Reason.VALUE_MISSING),
          Map.entry(1263, Reason.VALUE_MISSING),
          Map.entry(3819, Reason.CHECK),
          Map.entry(4025, Reason.CHECK),
          Map.entry(1118, Reason.VALUE_UNFIT),
          Map.entry(1153, Reason.VALUE_UNFIT),
          Map.entry(1265, Reason.VALUE_UNFIT),
          Map.entry(1292, Reason.VALUE_UNFIT),
          Map.entry(1366, Reason.VALUE_UNFIT),
          Map.entry(1406, Reason.VALUE_UNFIT),
          Map.entry(1411, Reason.VALUE_UNFIT),
          Map.entry(1416, Reason.VALUE_UNFIT),
          Map.entry(1526, Reason.VALUE_UNFIT),
          Map.entry(3140, Reason.VALUE_UNFIT),
          Map.entry(3156, Reason.VALUE_UNFIT),
          Map.entry(3643, Reason.VALUE_UNFIT));

  private static final Set<String> CLASSES_OF_VALUES = Set.of("22", "23");

  private final Connection session;
  private final String head;
  private final boolean inBulk;
  private final Refused refused;
  private final List<Waiting> waiting = new ArrayList<>();
  private int length;

  /** Takes a row that does not fit. */
  @FunctionalInterface
  interface Refused {
    void row(List<String> literals, Reason reason, SQLException why) throws IOException;
  }

  private record Waiting(String values, List<String> row) {}

  /**
   * @param inBulk whether a statement that fails leaves nothing behind
   */
  RowInsert(
      Connection session, TableName table, List<String> columns, boolean inBulk, Refused refused) {
    this.session = session;
    this.head = "INSERT INTO " + table.quoted() + " (" + Sql.names(columns) + ") VALUES ";
    this.inBulk = inBulk;
    this.refused = refused;
  }

  /**
   * @param values of the columns
   * @param row as it is handed back
   */
  void add(List<String> values, List<String> row) throws SQLException, IOException {
    String text = RowText.row(values);
    waiting.add(new Waiting(text, row));
    length += text.length();
    if (!inBulk || waiting.size() == MOST || length > LONGEST) {
      flush();
    }
  }

  void flush() throws SQLException, IOException {
    List<Waiting> rows = List.copyOf(waiting);
    waiting.clear();
    length = 0;
    if (rows.size() > 1) {
      try {
        run(head + String.join(",", rows.stream().map(Waiting::values).toList()));
        return;
      } catch (SQLException e) {
        reason(e);
      }
    }
    for (Waiting row : rows) {
      try {
        run(head + row.values());
      } catch (SQLException e) {
        refused.row(row.row(), reason(e), e);
      }
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /**
   * @throws SQLException the same where it says nothing about a row
   */
  private static Reason reason(SQLException e) throws SQLException {
    if (e.getClass().getSimpleName().equals("PacketTooBigException")) {
      return Reason.VALUE_UNFIT;
    }
    Reason known = OF_ROWS.get(e.getErrorCode());
    if (known != null) {
      return known;
    }
    String state = String.valueOf(e.getSQLState());
    if (state.length() == 5 && CLASSES_OF_VALUES.contains(state.substring(0, 2))) {
      return state.startsWith("22") ? Reason.VALUE_UNFIT : Reason.OTHER;
    }
    throw e;
  }
}
