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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of a table's rows, by its integer primary key.
 *
 * @param key the key's column, by its name; empty for the whole table
 * @param from the least key of the part; empty: there is no lower end
 * @param to the least key behind the part; empty: there is no upper end
 */
record KeyRange(String key, Optional<BigInteger> from, Optional<BigInteger> to) {
  static final KeyRange ALL = new KeyRange("", Optional.empty(), Optional.empty());

  private static final long ROWS = 200_000;
  static final int MOST = 64;

  boolean isWhole() {
    return from.isEmpty() && to.isEmpty();
  }

  /** SQL; empty for the whole table. */
  String condition() {
    return condition(Sql.name(key));
  }

  /** As a condition; empty for the whole table. */
  Optional<String> piece() {
    return isWhole() ? Optional.empty() : Optional.of(condition());
  }

  /**
   * @param value SQL of the key's value
   */
  String condition(String value) {
    return Stream.concat(
            from.map(least -> value + " >= " + least).stream(),
            to.map(behind -> value + " < " + behind).stream())
        .collect(Collectors.joining(" AND "));
  }

  /**
   * Ranges of equal width, where a table is large and has such a key; else the whole table.
   *
   * @param most ranges
   */
  static List<KeyRange> of(Connection source, Table table, int most) {
    int parts = (int) Math.min(most, table.estimatedRows() / ROWS + 1);
    if (parts == 1 || table.primaryKey().size() != 1 || !hasIntegerKey(table)) {
      return List.of(ALL);
    }
    String name = table.primaryKey().get(0);
    String key = Sql.name(name);
    try (Statement statement = source.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT MIN(" + key + "), MAX(" + key + ") FROM " + table.name().quoted())) {
      row.next();
      if (row.getString(1) == null) {
        return List.of(ALL);
      }
      return split(name, new BigInteger(row.getString(1)), new BigInteger(row.getString(2)), parts);
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
    Optional<BigInteger> from = Optional.empty();
    for (BigInteger to = least.add(width); to.compareTo(greatest) <= 0; to = to.add(width)) {
      ranges.add(new KeyRange(key, from, Optional.of(to)));
      from = Optional.of(to);
    }
    ranges.add(from.isEmpty() ? ALL : new KeyRange(key, from, Optional.empty()));
    return ranges;
  }
}
