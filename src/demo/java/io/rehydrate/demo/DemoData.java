package io.rehydrate.demo;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * An insurance company's made-up database: applications and their renewals, people, papers and
 * logs. The same seed, size and as-of time give the same rows, byte for byte. The server makes the
 * rows itself, so memory stays flat at any size.
 */
public final class DemoData {
  static final SqlResource BASELINE = new SqlResource("V1__baseline.sql");
  private static final List<String> PHASES =
      List.of("fill-1-base.sql", "fill-2-applications.sql", "fill-3-documents.sql");
  private static final int SESSIONS = 2;
  private static final int ATTEMPTS = 5;

  /** So many times progress is reported. */
  private static final int TOLD = 10;

  private final ServerLogin login;
  private final FillTemplate template;
  private final Consumer<String> progress;
  private final Map<String, Long> rows = new ConcurrentSkipListMap<>();
  private final AtomicLong written = new AtomicLong();
  private final long expected;

  private DemoData(
      ServerLogin login, FillTemplate template, long expected, Consumer<String> progress) {
    this.login = login;
    this.template = template;
    this.expected = expected;
    this.progress = progress;
  }

  /**
   * Creates the schema where it is missing, its tables, views, triggers and routines, and fills
   * them.
   *
   * @param login an account that may create schemas
   * @param asOf "now" in the data: applications spread over the four years before it
   * @param progress told a sentence now and then
   * @return the rows of each table
   * @throws RefusedException {@code demo.schema-in-use} where the schema already holds tables
   * @throws StageFailedException {@code demo.data} where the server refuses a statement
   */
  public static Map<String, Long> fill(
      ServerLogin login,
      String schema,
      DemoSize size,
      long seed,
      Instant asOf,
      Consumer<String> progress) {
    Instant second = asOf.truncatedTo(ChronoUnit.SECONDS);
    try {
      createTables(login, schema, second);
      ServerLogin filling = login.withUrl(login.url().withSchema(schema));
      DemoData data =
          new DemoData(
              filling, new FillTemplate(size, seed, second), size.estimatedRows(), progress);
      for (String phase : PHASES) {
        data.run(new SqlResource(phase).statements());
      }
      createPrograms(filling);
      data.analyze();
      return Map.copyOf(data.rows);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static void createTables(ServerLogin login, String schema, Instant asOf)
      throws SQLException {
    try (Connection session = Sessions.open(login, "demo's server")) {
      requireEmpty(session, schema);
      Sessions.run(
          session,
          "CREATE DATABASE IF NOT EXISTS " + Sql.name(schema) + " CHARACTER SET utf8mb4",
          "USE " + Sql.name(schema));
      Sessions.run(session, baseline(true));
      FlywayHistory.write(session, BASELINE, asOf.minus(Duration.ofDays(1500)));
    }
  }

  /**
   * Triggers, views, routines and events come after the rows: MariaDB 11.4.5 finds NULL (1048) in
   * an INSERT ... SELECT without one, into a table with a BEFORE trigger.
   */
  private static void createPrograms(ServerLogin filling) throws SQLException {
    try (Connection session = Sessions.open(filling, "demo's server")) {
      Sessions.run(session, "SET collation_connection = 'utf8mb4_unicode_ci'");
      Sessions.run(session, baseline(false));
    }
  }

  private static String[] baseline(boolean tables) {
    return BASELINE.statements().stream()
        .filter(statement -> statement.startsWith("CREATE TABLE") == tables)
        .toArray(String[]::new);
  }

  private static void requireEmpty(Connection session, String schema) throws SQLException {
    try (PreparedStatement count =
        session.prepareStatement(
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ?")) {
      count.setString(1, schema);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        if (row.getLong(1) > 0) {
          throw new RefusedException(
              ErrorCode.DEMO_SCHEMA_IN_USE,
              "The schema "
                  + schema
                  + " already holds tables, made-up data was not put beside them",
              "Give another name, or drop the schema first");
        }
      }
    }
  }

  /** One phase, whose statements may run in any order, in chunks, in several sessions. */
  private void run(List<String> statements) {
    ConcurrentLinkedQueue<Chunk> chunks = new ConcurrentLinkedQueue<>();
    for (String statement : statements) {
      int last = template.last(statement);
      for (int from = 1; from <= Math.max(1, last); from += FillTemplate.CHUNK) {
        chunks.add(new Chunk(statement, from, Math.min(last, from + FillTemplate.CHUNK - 1)));
      }
    }
    Workers.run(SESSIONS, () -> work(chunks));
  }

  private record Chunk(String statement, int from, int to) {}

  private void work(ConcurrentLinkedQueue<Chunk> chunks) {
    try (Connection session = Sessions.open(login, "demo's server")) {
      Sessions.run(
          session,
          "SET SESSION foreign_key_checks = 0, unique_checks = 0",
          "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
      for (Chunk chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
        insert(session, chunk);
      }
    } catch (SQLException e) {
      chunks.clear();
      throw failed(e);
    }
  }

  private void insert(Connection session, Chunk chunk) throws SQLException {
    String sql = template.statement(chunk.statement(), chunk.from(), chunk.to());
    long inserted = insert(session, sql, ATTEMPTS);
    rows.merge(FillTemplate.table(chunk.statement()), inserted, Long::sum);
    tell(inserted);
  }

  /** Two sessions that fill neighbouring pages may deadlock: the server undid one whole chunk. */
  private static long insert(Connection session, String sql, int attempts) throws SQLException {
    try (Statement statement = session.createStatement()) {
      return statement.executeLargeUpdate(sql);
    } catch (SQLTransactionRollbackException e) {
      if (attempts == 1) {
        throw e;
      }
      return insert(session, sql, attempts - 1);
    }
  }

  private void tell(long inserted) {
    long total = written.addAndGet(inserted);
    if (total * TOLD / expected > (total - inserted) * TOLD / expected) {
      progress.accept(String.format(Locale.ROOT, "%,d of about %,d rows written", total, expected));
    }
  }

  private void analyze() throws SQLException {
    try (Connection session = Sessions.open(login, "demo's server")) {
      Sessions.run(session, "ANALYZE TABLE " + Sql.names(List.copyOf(rows.keySet())));
    }
  }

  private static StageFailedException failed(SQLException e) {
    return new StageFailedException(
        ErrorCode.DEMO_DATA,
        "The made-up data could not be written (" + SqlErrors.describe(e) + ")",
        "Check the server's free disk space and that its account may create schemas",
        e);
  }
}
