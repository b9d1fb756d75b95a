package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.KeptRows;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the keys of rows that stay from the scratch, in their order, and asks the source for those
 * rows: by ranges where keys lie together, by lists where they do not. Where most rows of a stretch
 * stay, it is read as a whole, and the others are passed over.
 */
final class KeptKeys implements RowSelection {
  /** Servers plan a list of some hundred values as ranges, and a longer one in other ways. */
  private static final int MOST_TERMS = 500;

  private static final int MOST_KEYS = 8_000;

  /** Reading so many rows in their order costs less than finding one of them. */
  private static final int ROWS_FOR_ONE = 4;

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
    this.key = columns(rows.table());
  }

  static List<Column> columns(Table table) {
    return table.primaryKey().stream().map(name -> table.column(name).orElseThrow()).toList();
  }

  @Override
  public Questions begin() throws SQLException {
    Statement statement =
        scratch.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    statement.setFetchSize(Integer.MIN_VALUE);
    try {
      ResultSet found = statement.executeQuery(query());
      return key.size() == 1 && key.get(0).isInteger()
          ? new ByNumber(statement, found)
          : new ByValue(statement, found);
    } catch (SQLException e) {
      statement.close();
      throw e;
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
  private abstract static class Reading implements Questions {
    private final Statement statement;
    final ResultSet found;
    boolean isOnRow;

    Reading(Statement statement, ResultSet found) throws SQLException {
      this.statement = statement;
      this.found = found;
      this.isOnRow = found.next();
    }

    @Override
    public void close() throws SQLException {
      if (isOnRow) {
        statement.getConnection().abort(Runnable::run);
      }
      statement.close();
    }
  }

  /** Keys without a gap, as the server writes them. */
  private record Run(String first, String last) {
    String condition(String column) {
      return column + " BETWEEN " + first + " AND " + last;
    }
  }

  /**
   * @return the number; one of BIGINT UNSIGNED beyond its signed range has wrapped around
   */
  static long number(String text) {
    return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
  }

  /** A single integer: what lies together is a range. */
  private final class ByNumber extends Reading {
    ByNumber(Statement statement, ResultSet found) throws SQLException {
      super(statement, found);
    }

    @Override
    public RowQuery next() throws SQLException {
      List<Run> runs = new ArrayList<>();
      long[] keys = new long[MOST_KEYS];
      int count = 0;
      while (isOnRow && count < MOST_KEYS) {
        String text = found.getString(1);
        long number = number(text);
        boolean together = count > 0 && number == keys[count - 1] + 1;
        if (!together && runs.size() == MOST_TERMS) {
          break;
        }
        if (together) {
          Run run = runs.remove(runs.size() - 1);
          runs.add(new Run(run.first(), text));
        } else {
          runs.add(new Run(text, text));
        }
        keys[count++] = number;
        isOnRow = found.next();
      }
      return count == 0 ? null : question(runs, Arrays.copyOf(keys, count));
    }

    private RowQuery question(List<Run> runs, long[] keys) {
      String column = Sql.name(key.get(0).name());
      List<String> parts = new ArrayList<>();
      List<String> single = new ArrayList<>();
      for (Run run : runs) {
        if (run.first().equals(run.last())) {
          single.add(run.first());
        } else {
          parts.add(run.condition(column));
        }
      }
      if (!single.isEmpty()) {
        parts.add(column + " IN (" + String.join(", ", single) + ")");
      }
      String exact = String.join(" OR ", parts);
      long span = keys[keys.length - 1] - keys[0] + 1;
      boolean isDense = span > 0 && span <= (long) ROWS_FOR_ONE * keys.length;
      Run all = new Run(runs.get(0).first(), runs.get(runs.size() - 1).last());
      return runs.size() > 1 && isDense
          ? RowQuery.only(all.condition(column), exact, keys)
          : RowQuery.of(exact);
    }
  }

  /** Any other key: those with the same beginning share one term. */
  private final class ByValue extends Reading {
    ByValue(Statement statement, ResultSet found) throws SQLException {
      super(statement, found);
    }

    @Override
    public RowQuery next() throws SQLException {
      List<String> parts = new ArrayList<>();
      List<String> lasts = new ArrayList<>();
      Optional<String> beginning = Optional.empty();
      int count = 0;
      while (isOnRow && count < MOST_TERMS) {
        String here = beginning();
        if (beginning.isPresent() && !beginning.get().equals(here)) {
          parts.add(term(beginning.get(), lasts));
          lasts.clear();
        }
        beginning = Optional.of(here);
        lasts.add(literal(key.size() - 1));
        count++;
        isOnRow = found.next();
      }
      beginning.ifPresent(same -> parts.add(term(same, lasts)));
      return count == 0 ? null : RowQuery.of(String.join(" OR ", parts));
    }

    private String beginning() throws SQLException {
      List<String> equal = new ArrayList<>();
      for (int i = 0; i < key.size() - 1; i++) {
        equal.add(Sql.name(key.get(i).name()) + " = " + literal(i));
      }
      return String.join(" AND ", equal);
    }

    private String literal(int part) throws SQLException {
      return KeyLiteral.of(key.get(part), found.getBytes(part + 1));
    }

    private String term(String beginning, List<String> lasts) {
      String in =
          Sql.name(key.get(key.size() - 1).name()) + " IN (" + String.join(", ", lasts) + ")";
      return beginning.isEmpty() ? in : "(" + beginning + " AND " + in + ")";
    }
  }
}
