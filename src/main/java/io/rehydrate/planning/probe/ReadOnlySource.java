package io.rehydrate.planning.probe;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One session on the source that can only read. A query that takes longer than its share of the
 * time is ended by the server, and gives nothing; so does every query once all time is spent.
 */
public final class ReadOnlySource implements AutoCloseable {
  /** MariaDB's and MySQL's own limits, and a KILL QUERY of the driver's. */
  private static final Set<Integer> OUT_OF_TIME = Set.of(1969, 3024, 1317, 1205);

  private final Connection session;
  private final ServerVersion version;
  private final Clock clock;
  private final Duration perQuery;
  private final Instant end;

  /**
   * @param perQuery the longest that one query may take
   * @param inAll the longest that all of them may take
   */
  public record Limits(Duration perQuery, Duration inAll) {}

  /** Reads one row of a result. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private ReadOnlySource(Connection session, ServerVersion version, Clock clock, Limits limits) {
    this.session = session;
    this.version = version;
    this.clock = clock;
    this.perQuery = limits.perQuery();
    this.end = clock.instant().plus(limits.inAll());
  }

  /**
   * Opens the session; what a plan's SQL means there is what it means in a night.
   *
   * @param asOf becomes {@code NOW()}
   */
  public static ReadOnlySource open(
      ServerLogin login, ZonedDateTime asOf, Clock clock, Limits limits) {
    Connection session = Sessions.open(login, "source");
    try {
      ServerVersion version = Sessions.version(session);
      settle(session, version, asOf);
      return new ReadOnlySource(session, version, clock, limits);
    } catch (SQLException e) {
      StageFailedException failure = failed(e);
      try {
        session.close();
      } catch (SQLException closing) {
        failure.addSuppressed(closing);
      }
      throw failure;
    }
  }

  private static void settle(Connection session, ServerVersion version, ZonedDateTime asOf)
      throws SQLException {
    String offset = asOf.getOffset().getId().equals("Z") ? "+00:00" : asOf.getOffset().getId();
    Sessions.run(
        session,
        "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION'",
        "SET SESSION lock_wait_timeout = 5",
        "SET SESSION time_zone = '" + offset + "'",
        "SET SESSION timestamp = " + asOf.toEpochSecond());
    if (version.isMariaDb()) {
      Sessions.run(session, "SET SESSION optimizer_switch = 'subquery_cache=off'");
    }
    session.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    session.setReadOnly(true);
    Sessions.run(session, "SET SESSION TRANSACTION READ ONLY");
  }

  /** For reading the schema; still read only. */
  public Connection session() {
    return session;
  }

  /**
   * The rows of a query.
   *
   * @return empty when the time was over before the query had ended
   */
  public <T> Optional<List<T>> query(String sql, Row<T> row, Object... values) {
    Duration left = Duration.between(clock.instant(), end);
    Duration limit = left.compareTo(perQuery) < 0 ? left : perQuery;
    if (limit.isNegative() || limit.isZero()) {
      return Optional.empty();
    }
    try {
      Sessions.run(session, limited(limit));
      try (PreparedStatement statement = session.prepareStatement(sql)) {
        statement.setQueryTimeout((int) limit.toSeconds() + 2);
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        return Optional.of(rows(statement, row));
      }
    } catch (SQLException e) {
      if (e instanceof SQLTimeoutException || OUT_OF_TIME.contains(e.getErrorCode())) {
        return Optional.empty();
      }
      throw failed(e);
    }
  }

  /** The one row of a query that gives one, or nothing when the time is over. */
  public <T> Optional<T> one(String sql, Row<T> row, Object... values) {
    return query(sql, row, values).filter(rows -> !rows.isEmpty()).map(rows -> rows.get(0));
  }

  private static <T> List<T> rows(PreparedStatement statement, Row<T> row) throws SQLException {
    List<T> all = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        all.add(row.read(rows));
      }
    }
    return all;
  }

  private String limited(Duration limit) {
    return version.isMariaDb()
        ? String.format(
            Locale.ROOT, "SET SESSION max_statement_time = %.3f", limit.toMillis() / 1000.0)
        : "SET SESSION max_execution_time = " + limit.toMillis();
  }

  private static StageFailedException failed(SQLException e) {
    return new StageFailedException(
        ErrorCode.SOURCE_QUERY,
        "A look at the source failed: " + SqlErrors.describe(e),
        "An SQL condition of the plan may name a column that is not there; see also 'doctor'",
        e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
