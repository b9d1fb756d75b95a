package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.QuietLog;
import io.rehydrate.settings.PrivateFiles;
import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

/**
 * The journal's tables, which Flyway makes and brings up to date, from whatever an earlier version
 * left. A start that finds them so asks their history alone and leaves Flyway out.
 */
final class JournalSchema {
  static final String HISTORY = "journal_history";

  /** Of the files below {@code journal/}. */
  static final MigrationVersion NEWEST = MigrationVersion.fromVersion("13");

  /** What a state without a history may have of the files V2 to V4. */
  private static final List<String> LATER_COLUMNS =
      List.of("schedule_key", "place", "cancelled_by");

  private static final String PROGRAM = "rehydrate";
  private static final int ATTEMPTS = 5;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final String SCRIPTS = "classpath:io/rehydrate/run/journal/";

  /** One that the history has, and the program that made it. */
  private record Step(MigrationVersion version, String by) {}

  private final DataSource dataSource;
  private final JdbcClient client;
  private final String url;
  private final boolean sqlite;

  JournalSchema(DataSource dataSource, Settings.State settings) {
    this.dataSource = dataSource;
    this.client = JdbcClient.create(dataSource);
    this.url = settings.url();
    this.sqlite = settings.isSqlite();
  }

  /**
   * Migrates what is not of this version yet. Of several processes that do so at the same time each
   * may find that another one was quicker: then it looks again.
   *
   * @throws StageFailedException {@code state.newer}
   */
  void bringUpToDate() {
    int attempt = 1;
    while (!isUpToDate()) {
      try {
        if (sqlite) {
          migrateAlone();
        } else {
          migrate();
        }
      } catch (FlywayException e) {
        if (attempt++ == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Flyway has no lock for SQLite: that of an empty database next to the state is taken. */
  private void migrateAlone() {
    String file =
        client
            .sql("SELECT file FROM pragma_database_list WHERE name = 'main'")
            .query(String.class)
            .single();
    Path beside = Path.of(file + "-lock");
    SQLiteDataSource gate = new SQLiteDataSource();
    gate.setUrl("jdbc:sqlite:" + beside);
    gate.setBusyTimeout(PATIENCE_MILLIS);
    try {
      PrivateFiles.ownFile(beside);
      try (Connection session = gate.getConnection();
          Statement statement = session.createStatement()) {
        statement.execute("BEGIN EXCLUSIVE");
        if (!isUpToDate()) {
          migrate();
        }
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("wait for other processes", null, e);
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.STATE_DIRECTORY,
          "The file " + beside + " can't be made (" + e.getClass().getSimpleName() + ")",
          "Check state.url and the rights of the account that runs this",
          e);
    }
  }

  private boolean isUpToDate() {
    if (columns(HISTORY).isEmpty()) {
      return false;
    }
    Step reached =
        client
            .sql(
                "SELECT version, installed_by FROM "
                    + HISTORY
                    + " WHERE success = 1 AND version IS NOT NULL")
            .query(
                (row, n) ->
                    new Step(MigrationVersion.fromVersion(row.getString(1)), row.getString(2)))
            .list()
            .stream()
            .max(Comparator.comparing(Step::version))
            .orElse(new Step(MigrationVersion.EMPTY, PROGRAM));
    if (reached.version().isNewerThan(NEWEST)) {
      throw new StageFailedException(
          ErrorCode.STATE_NEWER,
          "The state database "
              + url
              + " was written by a newer version, "
              + reached.by()
              + ": its journal is of version "
              + reached.version()
              + ", and this program, "
              + program()
              + ", knows those up to "
              + NEWEST,
          "Run the newer version here, or put back the backup of the state that was made before the"
              + " upgrade, or let state.url name another database");
    }
    return reached.version().equals(NEWEST);
  }

  /** This program with its version, as the history names it. */
  private static String program() {
    String version = JournalSchema.class.getPackage().getImplementationVersion();
    return version == null ? PROGRAM : PROGRAM + " " + version;
  }

  private void migrate() {
    Flyway flyway =
        Flyway.configure(JournalSchema.class.getClassLoader())
            .dataSource(dataSource)
            .table(HISTORY)
            .locations(SCRIPTS + "any", SCRIPTS + (sqlite ? "sqlite" : "mysql"))
            .javaMigrationClassProvider(List::of)
            .placeholders(
                Map.of(
                    "auto",
                    sqlite
                        ? "INTEGER PRIMARY KEY AUTOINCREMENT"
                        : "BIGINT AUTO_INCREMENT PRIMARY KEY",
                    "long",
                    sqlite ? "TEXT" : "LONGTEXT",
                    "options",
                    sqlite ? "" : "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
            .baselineOnMigrate(true)
            .baselineVersion(Integer.toString(sqlite ? versionWithoutHistory() : 0))
            .installedBy(program())
            .createSchemas(false)
            .cleanDisabled(true)
            .loggers(QuietLog.class.getName())
            .load();
    if (hasFailed()) {
      flyway.repair();
    }
    flyway.migrate();
  }

  /** SQLite can't ask in a statement whether a column is there; the servers' files do. */
  private int versionWithoutHistory() {
    List<String> columns = columns("run");
    return columns.isEmpty()
        ? 0
        : 1 + (int) LATER_COLUMNS.stream().takeWhile(columns::contains).count();
  }

  /** On a server a statement that was cut stays recorded; the files may run again. */
  private boolean hasFailed() {
    return !columns(HISTORY).isEmpty()
        && client
                .sql("SELECT COUNT(*) FROM " + HISTORY + " WHERE success = 0")
                .query(Long.class)
                .single()
            > 0;
  }

  /** None where there is no such table. */
  private List<String> columns(String table) {
    return client
        .sql(
            sqlite
                ? "SELECT name FROM pragma_table_info(:table)"
                : "SELECT column_name FROM information_schema.columns"
                    + " WHERE table_schema = DATABASE() AND table_name = :table")
        .param("table", table)
        .query(String.class)
        .list();
  }
}
