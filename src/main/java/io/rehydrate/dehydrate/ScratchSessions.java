package io.rehydrate.dehydrate;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.source.ScratchMemory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A run's own sessions on its scratch. Each is made ready once: the run's as-of time as {@code
 * NOW()}, no checks that the copied rows passed long ago, the masks' keys. Closing them ends
 * whatever they still do at the server.
 */
public final class ScratchSessions implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private static final String CONNECTION_LOST = "08S01";

  /** Access denied, and not of this server. */
  private static final Set<Integer> NOT_ALLOWED = Set.of(1193, 1227, 1238);

  private final ServerLogin login;
  private final ServerEpoch incarnation;
  private final Preparation preparation;
  private final HikariDataSource pool;
  private final Set<Long> ids = ConcurrentHashMap.newKeySet();
  private volatile boolean restarted;
  private volatile boolean closed;

  /** Makes a new session ready for the work. */
  @FunctionalInterface
  interface Preparation {
    void prepare(Connection session) throws SQLException;
  }

  ScratchSessions(
      ServerLogin login, ServerEpoch incarnation, int workers, Preparation preparation) {
    this.login = login;
    this.incarnation = incarnation;
    this.preparation = preparation;
    HikariConfig config = new HikariConfig();
    config.setPoolName("scratch");
    config.setMaximumPoolSize(2 * workers + 1); // statements, and counts next to them
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setMaxLifetime(0);
    config.setDataSource(new Ready(Sessions.dataSource(login)));
    this.pool = new HikariDataSource(config);
  }

  /** For Camel's {@code sql:} endpoints, by their data source header. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * What to tell of a failure if the server is not the one any more that the run began with: what
   * it had been told to keep it may have lost, for a scratch need not be safe. Each new session
   * finds that out; here one is opened for it, so that nobody waits for the pool to give up.
   *
   * @param doing what failed, or is to begin
   * @return {@code scratch.restarted}; empty where the server is the same, or is not there yet
   */
  Optional<StageFailedException> restarted(String doing, Throwable cause) {
    if (!restarted && !closed) {
      try (Connection session = Sessions.open(login, "scratch")) {
        session.setNetworkTimeout(Runnable::run, PATIENCE_SECONDS * 1000);
        restarted |= incarnation.isOver(session);
      } catch (StageFailedException | SQLException e) {
        return Optional.empty(); // not there, or not yet: the failure reports enough
      }
    }
    return restarted
        ? Optional.of(
            new StageFailedException(
                ErrorCode.SCRATCH_RESTARTED,
                "The scratch's server was restarted before the end of '" + doing + "'",
                "What it had done before may be lost, so nothing is published; begin the night"
                    + " anew",
                cause))
        : Optional.empty();
  }

  /**
   * What every session of a night's work executes first. It leaves unique_checks on: off, MariaDB
   * fills an empty table in bulk, at twice the cost, without statistics of its indexes, and one row
   * that comes twice makes it drop all of them, without an error.
   *
   * @param asOf becomes {@code NOW()}, in its own offset
   */
  static void settle(Connection session, ZonedDateTime asOf) throws SQLException {
    ServerVersion version = Sessions.version(session);
    session.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    LoadingSettings.apply(session);
    Sessions.run(
        session,
        "SET SESSION sql_mode = '" + LoadingSettings.SQL_MODE + ",NO_ENGINE_SUBSTITUTION'",
        "SET SESSION max_heap_table_size = " + ScratchMemory.NO_LIMIT,
        "SET SESSION time_zone = '" + offset(asOf.getOffset()) + "'",
        "SET SESSION timestamp = " + asOf.toEpochSecond());
    // the binary log would outlive the scratch, with keys of rows in it
    attempt(session, "sql_log_bin = 0");
    // MySQL shows sizes of a day before
    attempt(session, "information_schema_stats_expiry = 0");
    if (version.isMariaDb()) {
      // the cache of subqueries takes 'y' for 'Y' where the reference's collation does, whatever
      // the key's collation says
      Sessions.run(session, "SET SESSION optimizer_switch = 'subquery_cache=off'");
    }
  }

  /** As a server takes it. */
  static String offset(ZoneOffset offset) {
    return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
  }

  /** Sets what not every server has, and not every account may. */
  private static void attempt(Connection session, String assignment) throws SQLException {
    try {
      Sessions.run(session, "SET SESSION " + assignment);
    } catch (SQLException e) {
      if (!NOT_ALLOWED.contains(e.getErrorCode())) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (pool.getHikariPoolMXBean() == null
        || pool.getHikariPoolMXBean().getActiveConnections() == 0) {
      pool.close();
      closed = true;
      return;
    }
    closed = true;
    try (Connection killer = Sessions.open(login, "scratch")) {
      for (long id : ids) {
        kill(killer, id);
      }
    } catch (StageFailedException | SQLException e) {
      // a server that can't be reached does nothing for us any more
    } finally {
      pool.close();
    }
  }

  private static void kill(Connection killer, long id) {
    try (Statement statement = killer.createStatement()) {
      statement.execute("KILL " + id);
    } catch (SQLException e) {
      // it ended by itself
    }
  }

  /** Gives out new sessions that are ready, and none once closed. */
  private final class Ready extends DelegatingDataSource {
    Ready(DataSource target) {
      super(target);
    }

    /** The pool waits so long for its own threads when it closes; the driver would say 0. */
    @Override
    public int getLoginTimeout() {
      return PATIENCE_SECONDS;
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (closed) {
        throw new SQLException("the run was stopped");
      }
      Connection session = super.getConnection();
      try (Statement statement = session.createStatement();
          ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
        row.next();
        ids.add(row.getLong(1));
        restarted |= incarnation.isOver(session);
        if (restarted) {
          throw new SQLException("the server was restarted", CONNECTION_LOST);
        }
        preparation.prepare(session);
        return session;
      } catch (SQLException | RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }
}
