package io.rehydrate.night;

import io.rehydrate.dump.AppendedText;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongConsumer;

/**
 * The rows of a table of which every column is computed. mysqldump writes no statement that a
 * server understands for them, and mariadb-dump gives values that may not be given.
 */
record ComputedRows(String table, String column, long count) {
  private static final int ROWS_OF_A_STATEMENT = 10_000;
  private static final String ROW = "(DEFAULT)";

  /** Counts them. */
  static ComputedRows of(Connection session, Table table) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table.name().quoted())) {
      row.next();
      return new ComputedRows(
          Sql.name(table.name().table()), Sql.name(table.columns().get(0).name()), row.getLong(1));
    }
  }

  /**
   * Writes INSERT statements for as many rows.
   *
   * @param lengths takes the length of each statement
   * @return how many bytes it wrote
   */
  long writeTo(AppendedText.Text text, LongConsumer lengths) throws IOException {
    long bytes = 0;
    for (long left = count; left > 0; left -= ROWS_OF_A_STATEMENT) {
      int rows = (int) Math.min(left, ROWS_OF_A_STATEMENT);
      int length =
          text.write(
              "INSERT INTO "
                  + table
                  + " ("
                  + column
                  + ") VALUES "
                  + (ROW + ",").repeat(rows - 1)
                  + ROW
                  + ";\n");
      lengths.accept(length);
      bytes += length;
    }
    return bytes;
  }
}
