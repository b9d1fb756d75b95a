package io.rehydrate.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** Makes the journal's tables, and brings those of an earlier version up to date. */
final class StateTables {
  /** What earlier versions did not have, on the table {@code run}. */
  private static final Map<String, String> LATER_COLUMNS = new LinkedHashMap<>();

  static {
    LATER_COLUMNS.put("schedule_key", "VARCHAR(250)");
    LATER_COLUMNS.put("place", "VARCHAR(1000)");
    LATER_COLUMNS.put("cancelled_by", "VARCHAR(700)");
  }

  private static final String UNIQUE_SCHEDULE = "run_schedule";
  private static final String TEXT = "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

  private final DataSource dataSource;
  private final JdbcClient client;
  private final boolean sqlite;

  StateTables(DataSource dataSource, boolean sqlite) {
    this.dataSource = dataSource;
    this.client = JdbcClient.create(dataSource);
    this.sqlite = sqlite;
  }

  void create() {
    String auto =
        sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT AUTO_INCREMENT PRIMARY KEY";
    for (String statement :
        resource()
            .replace("${auto}", auto)
            .replace("${long}", sqlite ? "TEXT" : "LONGTEXT")
            .replace("${options}", sqlite ? "" : TEXT)
            .split(";")) {
      if (!statement.isBlank()) {
        client.sql(statement).update();
      }
    }
    if (!sqlite) {
      widenTexts();
    }
    LATER_COLUMNS.forEach(
        (column, type) ->
            unlessThere(
                () -> hasColumn(column), "ALTER TABLE run ADD COLUMN " + column + " " + type));
    unlessThere(
        this::hasIndex, "CREATE UNIQUE INDEX " + UNIQUE_SCHEDULE + " ON run (schedule_key)");
  }

  private static String resource() {
    try (InputStream in = StateTables.class.getResourceAsStream("journal.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Earlier versions left the character set to the schema. */
  private void widenTexts() {
    List<String> narrow =
        client
            .sql(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND table_name IN ('run', 'lease', 'resource', 'fact')"
                    + " AND table_collation <> 'utf8mb4_bin'")
            .query(String.class)
            .list();
    narrow.forEach(table -> client.sql("ALTER TABLE " + table + " CONVERT TO " + TEXT).update());
  }

  /** Asks a question of the database. */
  private interface Question {
    boolean isTrue();
  }

  /** Two daemons may start at the same time: the slower one finds it made. */
  private void unlessThere(Question there, String statement) {
    if (there.isTrue()) {
      return;
    }
    try {
      client.sql(statement).update();
    } catch (DataAccessException e) {
      if (!there.isTrue()) {
        throw e;
      }
    }
  }

  private boolean hasColumn(String column) {
    return has(
        data -> data.getColumns(data.getConnection().getCatalog(), null, "run", column),
        "COLUMN_NAME",
        column);
  }

  private boolean hasIndex() {
    return has(
        data -> data.getIndexInfo(data.getConnection().getCatalog(), null, "run", true, true),
        "INDEX_NAME",
        UNIQUE_SCHEDULE);
  }

  /** Looks something up in the database's description of itself. */
  private interface LookUp {
    ResultSet rows(DatabaseMetaData data) throws SQLException;
  }

  private boolean has(LookUp lookUp, String label, String value) {
    try {
      return JdbcUtils.extractDatabaseMetaData(
          dataSource,
          data -> {
            try (ResultSet rows = lookUp.rows(data)) {
              boolean found = false;
              while (!found && rows.next()) {
                found = value.equalsIgnoreCase(rows.getString(label));
              }
              return found;
            }
          });
    } catch (MetaDataAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
