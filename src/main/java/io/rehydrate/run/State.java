package io.rehydrate.run;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.jdbc.MysqlDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.PrivateFiles;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

/**
 * The database behind {@code state.url}: SQLite in one file, or a schema on a MySQL or MariaDB
 * server.
 */
public final class State implements AutoCloseable {
  private static final String SQLITE_PREFIX = "jdbc:sqlite:";

  /** Less than a lease lasts: who can't reach the state any more must know it before that. */
  private static final int PATIENCE_MILLIS = 15_000;

  private static final int SQLITE_PATIENCE_MILLIS = 1_000;

  private final HikariDataSource dataSource;
  private final boolean sqlite;

  private State(HikariDataSource dataSource, boolean sqlite) {
    this.dataSource = dataSource;
    this.sqlite = sqlite;
  }

  /**
   * Opens it, and brings its tables up to date.
   *
   * @throws StageFailedException {@code state.directory}, {@code state.newer}, {@code
   *     state.unusable}
   */
  public static State open(Settings.State settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("state");
    config.setMaximumPoolSize(settings.isSqlite() ? 4 : 8);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    if (settings.isSqlite()) {
      // while another process makes the file, SQLite refuses at once
      config.setInitializationFailTimeout(SQLITE_PATIENCE_MILLIS);
    }
    config.setDataSource(settings.isSqlite() ? sqlite(settings.url()) : server(settings));
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw unusable(settings, e);
    }
    try {
      State state = new State(pool, settings.isSqlite());
      new JournalSchema(pool, settings).bringUpToDate();
      return state;
    } catch (DataAccessException | FlywayException | RehydrateException e) {
      pool.close();
      throw unusable(settings, e);
    }
  }

  private static RehydrateException unusable(Settings.State settings, RuntimeException e) {
    return KnownFailure.of(e).orElseGet(() -> unusableDatabase(settings, e));
  }

  private static StageFailedException unusableDatabase(
      Settings.State settings, RuntimeException e) {
    return new StageFailedException(
        ErrorCode.STATE_UNUSABLE,
        "The state database "
            + settings.url()
            + " can't be used ("
            + SqlErrors.describeAny(e)
            + ")",
        settings.isSqlite()
            ? "Check the file's rights and the disk; a broken file may be put back from a backup,"
                + " or moved away: runs and admissions are forgotten then"
            : "Check that the server runs, and the rights of the account there",
        e);
  }

  /**
   * Transactions take the write lock at once: two that read first and write later would otherwise
   * collide.
   */
  private static DataSource sqlite(String url) {
    Path file =
        Path.of(url.substring(SQLITE_PREFIX.length()).replaceFirst("\\?.*", "")).toAbsolutePath();
    try {
      PrivateFiles.createDirectories(file.getParent());
      // the files next to it get the mode of this one
      PrivateFiles.ownFile(file);
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.STATE_DIRECTORY,
          "The folder of state.url, "
              + file.getParent()
              + ", can't be made or written ("
              + e.getMessage()
              + ")",
          "Check state.url and the rights of the account that runs this",
          e);
    }
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(
        SQLITE_PREFIX + file + "?journal_mode=WAL&synchronous=FULL&transaction_mode=IMMEDIATE");
    // one in the URL has no effect
    source.setBusyTimeout(10_000);
    return source;
  }

  private static DataSource server(Settings.State settings) {
    MysqlDataSource source =
        Sessions.dataSource(
            new ServerLogin(
                ServerUrl.parse(settings.url()),
                settings.username().orElse(""),
                settings.password().orElse(new Secret(""))));
    source.getProperty(PropertyKey.socketTimeout).setValue(PATIENCE_MILLIS);
    return source;
  }

  /**
   * The clock that runs and leases go by: of a server that several machines share its own, for
   * theirs may differ.
   *
   * @param local of this machine; SQLite has no other
   */
  public Clock clock(Clock local) {
    return sqlite ? local : new ServerClock(client());
  }

  public boolean isSqlite() {
    return sqlite;
  }

  /** For routes that read the queue. */
  public DataSource dataSource() {
    return dataSource;
  }

  JdbcClient client() {
    return JdbcClient.create(dataSource);
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
