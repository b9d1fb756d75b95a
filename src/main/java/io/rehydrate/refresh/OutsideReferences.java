package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Foreign keys of other schemas that point into a live one: they would follow the old tables out.
 */
final class OutsideReferences {
  private OutsideReferences() {}

  /**
   * Sees what the account may see: a key of a schema that is hidden from it shows when the old
   * tables are dropped.
   *
   * @throws RefusedException {@code refresh.foreign-key}
   */
  static void refuse(Connection session, List<SchemaSwapNames> schemas) throws SQLException {
    List<String> found =
        new MovableTables(session)
            .names(
                "SELECT DISTINCT CONCAT(table_schema, '.', table_name, ' (', constraint_name, ')')"
                    + " FROM information_schema.key_column_usage WHERE referenced_table_schema IN ("
                    + texts(schemas.stream().map(SchemaSwapNames::live))
                    + ") AND table_schema NOT IN ("
                    + texts(
                        schemas.stream()
                            .flatMap(s -> Stream.of(s.live(), s.incoming(), s.outgoing())))
                    + ") ORDER BY 1");
    if (!found.isEmpty()) {
      throw new RefusedException(
          ErrorCode.REFRESH_FOREIGN_KEY,
          "Foreign keys of other schemas point into the one to be replaced: "
              + String.join(", ", found),
          "Drop these foreign keys, or refresh their schemas together with it");
    }
  }

  private static String texts(Stream<String> names) {
    return names.map(Sql::text).collect(Collectors.joining(", "));
  }
}
