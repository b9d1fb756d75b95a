package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.migrate.Migrated;
import io.rehydrate.migrate.MigrationFile;
import io.rehydrate.migrate.Migrator;
import io.rehydrate.migrate.StatementWatch;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Migrations on a dump that was loaded as a trial: what a refresh does, without the exchange. */
public final class TrialMigration {
  private final RefreshWork work;
  private final Duration longest;
  private final Migrations migrations;

  /**
   * @param work as {@link TrialLoad#begin} gave it, loaded
   * @param longest that the migrations may take, and that an answer is waited for
   */
  public TrialMigration(RefreshWork work, Duration longest) {
    this.work = work;
    this.longest = longest;
    this.migrations = new Migrations(work, longest);
  }

  /**
   * Makes the migration account the owner of what the dump holds.
   *
   * @throws MigrationFailedException {@code migrations.objects}
   */
  public void prepare() {
    work.changedBy(migrations.handOver());
  }

  /**
   * Runs what the dump's own history does not know.
   *
   * @throws MigrationFailedException as {@link Migrator#migrate} does, {@code migrations.reserved}
   */
  public Migrated run(
      ActiveRun run, List<MigrationFile> files, Map<String, String> flyway, StatementWatch watch) {
    Migrator migrator = new Migrator(migrations.sessions()::require, watch);
    run.onCancel(migrator::stop);
    Migrated migrated =
        migrator.migrate(
            work.target().migrationLogin().orElseThrow(),
            work.incoming().first().incoming(),
            files,
            flyway,
            longest);
    run.requireNotCancelled();
    migrations.requireOursUntouched(Set.of(CatalogReader.SCRATCH_MARKER));
    return migrated;
  }

  /** How many rows each table has now, by {@code schema.table} with the dump's name of it. */
  public Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    try (Connection session = migrations.sessions().open()) {
      MovableTables asked = new MovableTables(session);
      for (SchemaSwapNames schema : work.incoming().schemas()) {
        for (String table : tables(asked, schema.incoming())) {
          String name = new TableName(schema.incoming(), table).quoted();
          rows.put(
              schema.source() + "." + table,
              Long.valueOf(asked.names("SELECT COUNT(*) FROM " + name).get(0)));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.REFRESH_LOAD,
          "The rows after the migrations can't be counted (" + SqlErrors.describe(e) + ")",
          "Look at the scratch server's log",
          e);
    }
  }

  private static List<String> tables(MovableTables asked, String schema) throws SQLException {
    return asked.names(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = "
            + Sql.text(schema)
            + " AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_\\_rehydrate\\_%'");
  }
}
