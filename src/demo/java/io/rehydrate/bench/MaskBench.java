package io.rehydrate.bench;

import io.rehydrate.dehydrate.MaskSession;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.MaskExpression;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.mask.MaskTable;
import io.rehydrate.mask.Masks;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What masks cost: one table is copied as it is, copied with ten masks in the same statement, and
 * copied and then updated column by column with the same expressions.
 */
public final class MaskBench {
  /** Made for the time of the measuring, and dropped. */
  public static final String SCHEMA = "rehydrate_bench_masks";

  private static final TableName PEOPLE = new TableName(SCHEMA, "people");
  private static final int ROUNDS = 3;
  private static final int UNKNOWN_VARIABLE = 1193;
  private static final int NOT_ALLOWED = 1227;

  private final ServerLogin server;
  private final MaskKey key;

  /**
   * Seconds, the middle of three for the copies.
   *
   * @param server what it is and its version
   */
  public record Result(String server, double copy, double masked, double updated) {
    /** A row of {@link MaskBench#header}. */
    public String line() {
      return String.format(
          java.util.Locale.ROOT,
          "| %s | %.1f | %.1f | %.1f | %.1f | %.2f |",
          server,
          copy,
          masked,
          updated,
          masked / copy,
          masked / updated);
    }
  }

  /**
   * @param server where a schema may be made
   */
  public MaskBench(ServerLogin server, MaskKey key) {
    this.server = server;
    this.key = key;
  }

  /** The head of the table that results are lines of. */
  public static List<String> header() {
    return List.of(
        "| server | copy, s | copy with ten masks, s | copy, then ten UPDATEs, s | masks by copy | masks by UPDATEs |",
        "|---|---:|---:|---:|---:|---:|");
  }

  /**
   * @throws StageFailedException {@code bench.masks}: the server refuses, or has such a schema
   */
  public Result run(long rows) {
    try (Connection session = Sessions.open(server, "benchmark's server")) {
      Sessions.run(session, "CREATE DATABASE " + Sql.name(SCHEMA) + " CHARACTER SET utf8mb4");
      try {
        return measured(session, rows);
      } finally {
        Sessions.run(session, "DROP DATABASE " + Sql.name(SCHEMA));
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.BENCH_MASKS,
          "The masks can't be measured on " + server + ": " + SqlErrors.describe(e),
          "The account must be allowed to make the schema " + SCHEMA + ", which must not be there",
          e);
    }
  }

  private Result measured(Connection session, long rows) throws SQLException {
    settle(session);
    MaskedPeople.fill(session, PEOPLE, rows);
    Table people = CatalogReader.read(session, List.of(SCHEMA)).table(PEOPLE).orElseThrow();
    Set<String> purposes = new TreeSet<>();
    MaskedPeople.MASKS.forEach(
        (column, mask) -> purposes.addAll(expression(people, column, "t").purposes()));
    MaskSession.prepare(session, SCHEMA, key, purposes);
    copy(session, people, false);
    double plain = middle(session, people, false);
    double masked = middle(session, people, true);
    double updated = copy(session, people, false);
    for (String column : MaskedPeople.MASKS.keySet()) {
      updated += timed(session, update(people, column));
    }
    ServerVersion version = Sessions.version(session);
    return new Result((version.isMariaDb() ? "" : "MySQL ") + version, plain, masked, updated);
  }

  /** As a night's sessions are. */
  private static void settle(Connection session) throws SQLException {
    session.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    Sessions.run(session, "SET SESSION foreign_key_checks = 0");
    try {
      Sessions.run(session, "SET SESSION sql_log_bin = 0");
    } catch (SQLException e) {
      if (e.getErrorCode() != NOT_ALLOWED && e.getErrorCode() != UNKNOWN_VARIABLE) {
        throw e;
      }
    }
  }

  private static double middle(Connection session, Table people, boolean masked)
      throws SQLException {
    double[] seconds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      seconds[i] = copy(session, people, masked);
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }

  private static double copy(Connection session, Table people, boolean masked) throws SQLException {
    Sessions.run(
        session,
        "DROP TABLE IF EXISTS " + fresh(),
        "CREATE TABLE " + fresh() + " LIKE " + PEOPLE.quoted());
    String values =
        people.columns().stream()
            .map(
                c ->
                    masked && MaskedPeople.MASKS.containsKey(c.name())
                        ? expression(people, c.name(), "t").sql()
                        : "t." + Sql.name(c.name()))
            .collect(Collectors.joining(",\n  "));
    return timed(
        session,
        "INSERT INTO "
            + fresh()
            + " ("
            + Sql.names(people.columns().stream().map(Column::name).toList())
            + ")\nSELECT "
            + values
            + "\nFROM "
            + PEOPLE.quoted()
            + " AS t "
            + (masked ? MaskTable.join(SCHEMA) : ""));
  }

  private static String fresh() {
    return new TableName(SCHEMA, "fresh").quoted();
  }

  private static String update(Table people, String column) {
    return "UPDATE "
        + fresh()
        + " AS t "
        + MaskTable.join(SCHEMA)
        + " SET t."
        + Sql.name(column)
        + " = "
        + expression(people, column, "t").sql();
  }

  private static MaskExpression expression(Table people, String column, String row) {
    return Masks.expression(
        MaskedPeople.MASKS.get(column), people, people.column(column).orElseThrow(), row);
  }

  private static double timed(Connection session, String statement) throws SQLException {
    long start = System.nanoTime();
    Sessions.run(session, statement);
    return (System.nanoTime() - start) / 1e9;
  }
}
