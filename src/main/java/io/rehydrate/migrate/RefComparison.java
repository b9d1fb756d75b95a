package io.rehydrate.migrate;

import io.rehydrate.dump.MigrationHistory.Applied;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteDataSource;

/**
 * What a refresh would do with the migrations of a ref, found without the dump's data: Flyway
 * compares the ref's files with the history of the dump in a database in memory, under the same
 * settings.
 *
 * @param pending what would run, in its order
 * @param missing what ran in production and is not on the ref
 * @param problems why a refresh would refuse them, in words; empty where it would not
 */
public record RefComparison(List<String> pending, List<String> missing, List<String> problems) {
  private static final String SCHEMA = "main";
  private static final String BASELINE = "flyway.baselineOnMigrate";

  private static final Set<MigrationState> WAITING = EnumSet.of(MigrationState.PENDING);

  private static final Set<MigrationState> NOT_ON_THE_REF =
      EnumSet.of(
          MigrationState.MISSING_SUCCESS,
          MigrationState.MISSING_FAILED,
          MigrationState.FUTURE_SUCCESS,
          MigrationState.FUTURE_FAILED);

  public RefComparison {
    pending = List.copyOf(pending);
    missing = List.copyOf(missing);
    problems = List.copyOf(problems);
  }

  /**
   * Compares.
   *
   * @param history of the dump; empty where it has no history table
   * @param files of the ref
   * @param flyway the settings that migrations run with
   */
  public static RefComparison of(
      Optional<List<Applied>> history, List<MigrationFile> files, Map<String, String> flyway) {
    SQLiteDataSource memory = new SQLiteDataSource();
    memory.setUrl("jdbc:sqlite::memory:");
    try (Connection session = memory.getConnection()) {
      Flyway configured =
          Migrator.configured(new SingleConnectionDataSource(session, true), SCHEMA, files, flyway)
              .load();
      if (history.isPresent()) {
        fill(session, configured.getConfiguration().getTable(), history.get());
      } else if (Boolean.parseBoolean(flyway.get(BASELINE))) {
        configured.baseline();
      } else {
        return new RefComparison(
            List.of(),
            List.of(),
            List.of("the dump has no history of migrations; see flyway.table and " + BASELINE));
      }
      return of(configured);
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.MIGRATIONS_FAILED, "The migrations can't be compared", "Try again", e);
    }
  }

  private static RefComparison of(Flyway configured) {
    try {
      List<MigrationInfo> all = Arrays.asList(configured.info().all());
      List<String> misfits = new ArrayList<>();
      if (configured.getConfiguration().isValidateOnMigrate()) {
        MigrationFailures.misfits(configured::validateWithResult, misfits);
      }
      return new RefComparison(named(all, WAITING), named(all, NOT_ON_THE_REF), misfits);
    } catch (FlywayException e) {
      return new RefComparison(
          List.of(),
          List.of(),
          List.of(MigrationFailures.told(e, SCHEMA, configured::validateWithResult).getMessage()));
    }
  }

  private static List<String> named(List<MigrationInfo> all, Set<MigrationState> states) {
    return all.stream()
        .filter(migration -> states.contains(migration.getState()))
        .map(migration -> MigrationText.text(migration.getScript()))
        .toList();
  }

  private static void fill(Connection session, String table, List<Applied> rows)
      throws SQLException {
    String quoted = "\"" + table.replace("\"", "\"\"") + "\"";
    try (Statement statement = session.createStatement()) {
      statement.execute(
          "CREATE TABLE "
              + quoted
              + " (installed_rank INT NOT NULL PRIMARY KEY, version VARCHAR(50),"
              + " description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL,"
              + " script VARCHAR(1000) NOT NULL, checksum INT, installed_by VARCHAR(100) NOT NULL,"
              + " installed_on TEXT NOT NULL, execution_time INT NOT NULL, success BOOLEAN NOT NULL)");
    }
    try (PreparedStatement insert =
        session.prepareStatement(
            "INSERT INTO "
                + quoted
                + " VALUES (?, ?, ?, ?, ?, ?, '', '2000-01-01 00:00:00.000', 0, ?)")) {
      for (Applied row : rows) {
        insert.setInt(1, row.rank());
        insert.setString(2, row.version().orElse(null));
        insert.setString(3, row.description());
        insert.setString(4, row.type());
        insert.setString(5, row.script());
        if (row.checksum().isPresent()) {
          insert.setInt(6, row.checksum().get());
        } else {
          insert.setNull(6, Types.INTEGER);
        }
        insert.setBoolean(7, row.success());
        insert.executeUpdate();
      }
    }
  }
}
