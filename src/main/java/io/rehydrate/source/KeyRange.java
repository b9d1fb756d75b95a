package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a table's rows, by its integer primary key.
 *
 * @param condition SQL; empty for the whole table
 */
record KeyRange(String condition) {
  static final KeyRange ALL = new KeyRange("");

  private static final long ROWS = 200_000;
  private static final int MOST = 64;

  boolean isWhole() {
    return condition.isEmpty();
  }

  /** Ranges of equal width, where a table is large and has such a key; else the whole table. */
  static List<KeyRange> of(Connection source, Table table) {
    int parts = (int) Math.min(MOST, table.estimatedRows() / ROWS + 1);
    if (parts == 1 || table.primaryKey().size() != 1 || !hasIntegerKey(table)) {
      return List.of(ALL);
    }
    String key = Sql.name(table.primaryKey().get(0));
    try (Statement statement = source.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT MIN(" + key + "), MAX(" + key + ") FROM " + table.name().quoted())) {
      row.next();
      if (row.getString(1) == null) {
        return List.of(ALL);
      }
      return split(key, new BigInteger(row.getString(1)), new BigInteger(row.getString(2)), parts);
    } catch (SQLException e) {
      return List.of(ALL); // who reads the rows finds out what became of the table
    }
  }

  private static boolean hasIntegerKey(Table table) {
    return table.column(table.primaryKey().get(0)).filter(Column::isInteger).isPresent();
  }

  /** The first range has no lower end and the last no upper: nothing lies outside. */
  static List<KeyRange> split(String key, BigInteger least, BigInteger greatest, int parts) {
    BigInteger width =
        greatest.subtract(least).divide(BigInteger.valueOf(parts)).add(BigInteger.ONE);
    List<KeyRange> ranges = new ArrayList<>();
    String from = "";
    for (BigInteger to = least.add(width); to.compareTo(greatest) <= 0; to = to.add(width)) {
      ranges.add(new KeyRange(from + key + " < " + to));
      from = key + " >= " + to + " AND ";
    }
    ranges.add(from.isEmpty() ? ALL : new KeyRange(from.substring(0, from.length() - 5)));
    return ranges;
  }
}
