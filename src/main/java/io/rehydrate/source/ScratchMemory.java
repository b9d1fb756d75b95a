package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.MemoryRow;
import io.rehydrate.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What tables may take of the memory of the scratch's server, next to its buffer pool. There a row
 * is written at a quarter of the cost, and leaves nothing to be logged or purged.
 */
public final class ScratchMemory {
  /** A session's limit in bytes: each table has one of its own, in rows. */
  public static final String NO_LIMIT = "17179869184";

  private static final int SHARE_OF_BUFFER_POOL = 5;

  /** In percent; what is left is for tables of keys. */
  private static final int SHARE_OF_COPY = 75;

  /** The source's statistics may be off; a table with still more rows moves to the disk. */
  private static final double MOST_ROOM = 2;

  private static final double LEAST_ROOM = 1.25;

  private static final int FEW_ROWS = 1_000;

  /** Variables that are on where such tables are refused. */
  private static final int GTID_AND_LOG = 3;

  private ScratchMemory() {}

  /**
   * How many bytes are left.
   *
   * @param scratch logs what the sessions that work there log, and is given sizes as they are
   * @param set the settings' figure; empty: a fifth of the buffer pool
   * @param schemas where tables of the first pass are
   */
  public static long left(Connection scratch, Optional<Long> set, List<String> schemas)
      throws SQLException {
    long taken =
        number(
            scratch,
            "SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables"
                + " WHERE engine = 'MEMORY' AND table_schema IN ("
                + schemas.stream().map(Sql::text).collect(Collectors.joining(", "))
                + ")");
    return Math.max(0, all(scratch, set) - taken);
  }

  private static long all(Connection scratch, Optional<Long> set) throws SQLException {
    if (isRefused(scratch)) {
      return 0;
    }
    return set.isPresent()
        ? set.get()
        : number(scratch, "SELECT @@innodb_buffer_pool_size") / SHARE_OF_BUFFER_POOL;
  }

  /**
   * MySQL that enforces GTIDs takes little of what concerns such tables into its binary log, and an
   * account may not be able to leave that out.
   */
  private static boolean isRefused(Connection scratch) throws SQLException {
    try (Statement statement = scratch.createStatement();
        ResultSet on =
            statement.executeQuery(
                "SHOW SESSION VARIABLES WHERE Value = 'ON' AND Variable_name IN"
                    + " ('enforce_gtid_consistency', 'log_bin', 'sql_log_bin')")) {
      int count = 0;
      while (on.next()) {
        count++;
      }
      return count == GTID_AND_LOG;
    }
  }

  private static long number(Connection session, String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Which tables of the first pass are made in memory: those of which all rows are read, the
   * narrowest first.
   */
  static FirstPass placed(FirstPass firstPass, Connection scratch, Optional<Long> set)
      throws SQLException {
    return placed(firstPass, all(scratch, set) * SHARE_OF_COPY / 100);
  }

  static FirstPass placed(FirstPass firstPass, long bytes) {
    List<Table> byWidth =
        firstPass.scanned().stream()
            .map(name -> firstPass.narrow().get(name))
            .filter(table -> MemoryRow.bytes(table.columns(), inTree(table)).isPresent())
            .sorted(Comparator.comparingLong(ScratchMemory::width).thenComparing(Table::name))
            .toList();
    List<Table> chosen = new ArrayList<>();
    double taken = 0;
    for (Table table : byWidth) {
      double size = (double) width(table) * rows(table);
      if (LEAST_ROOM * (taken + size) <= bytes) {
        taken += size;
        chosen.add(table);
      }
    }
    double room = Math.min(MOST_ROOM, bytes / Math.max(1, taken));
    return firstPass.inMemory(
        chosen.stream()
            .collect(Collectors.toMap(Table::name, table -> (long) (room * rows(table)))));
  }

  private static long rows(Table table) {
    return Math.max(table.estimatedRows(), FEW_ROWS);
  }

  private static List<Column> inTree(Table table) {
    return table.primaryKey().size() < 2
        ? List.of()
        : table.primaryKey().stream().map(name -> table.column(name).orElseThrow()).toList();
  }

  private static long width(Table table) {
    return MemoryRow.bytes(table.columns(), inTree(table)).orElseThrow();
  }
}
