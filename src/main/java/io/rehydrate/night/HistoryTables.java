package io.rehydrate.night;

import io.rehydrate.dump.MigrationHistory;
import io.rehydrate.dump.MigrationHistory.Applied;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.schema.Table;
import io.rehydrate.source.Scratch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads the history tables of Flyway on the scratch, dehydrated and masked as they are dumped. */
final class HistoryTables {
  private static final String TABLE = "flyway.table";
  private static final String DEFAULT_TABLE = "flyway_schema_history";
  private static final Set<String> COLUMNS =
      Set.of("installed_rank", "version", "description", "type", "script", "checksum", "success");

  private final String name;

  /**
   * @param flyway the settings that migrations run with
   */
  HistoryTables(Map<String, String> flyway) {
    this.name = flyway.getOrDefault(TABLE, DEFAULT_TABLE);
  }

  /**
   * Of every schema that has such a table. One that can't be read is left out: a dump is good
   * without it.
   *
   * @param log takes a line about one that can't be read
   */
  MigrationHistory read(Scratch scratch, Consumer<String> log) {
    Map<String, List<Applied>> found = new TreeMap<>();
    for (Table table : scratch.catalog().tables()) {
      if (isHistory(table)) {
        try (Connection session = scratch.open()) {
          found.put(table.name().schema(), rows(session, table));
        } catch (SQLException e) {
          log.accept(
              "warning: the history of migrations in "
                  + table.name()
                  + " can't be read ("
                  + SqlErrors.describe(e)
                  + "), so a ref can't be compared with this dump before a refresh");
        }
      }
    }
    return new MigrationHistory(found);
  }

  private boolean isHistory(Table table) {
    return table.name().table().equalsIgnoreCase(name)
        && table.columns().stream().map(c -> c.name()).toList().containsAll(COLUMNS);
  }

  private static List<Applied> rows(Connection session, Table table) throws SQLException {
    List<Applied> rows = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT "
                    + Sql.names(COLUMNS.stream().sorted().toList())
                    + " FROM "
                    + table.name().quoted()
                    + " ORDER BY installed_rank")) {
      while (row.next()) {
        rows.add(
            new Applied(
                row.getInt("installed_rank"),
                Optional.ofNullable(row.getString("version")),
                row.getString("description"),
                row.getString("type"),
                row.getString("script"),
                Optional.ofNullable(row.getObject("checksum", Integer.class)),
                row.getBoolean("success")));
      }
    }
    return rows;
  }
}
