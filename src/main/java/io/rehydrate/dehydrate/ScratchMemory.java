package io.rehydrate.dehydrate;

import io.rehydrate.dehydrate.compile.KeyTablePlacement;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Asks the scratch how much of its memory key tables may take. */
final class ScratchMemory {
  private ScratchMemory() {}

  /**
   * What the scratch has room for, if it has tables in memory at all.
   *
   * @param rows that a table is known to have
   */
  static KeyTablePlacement placement(
      Connection scratch, ServerEpoch incarnation, Map<TableName, Long> rows) throws SQLException {
    if (!incarnation.hasMemory()) {
      return KeyTablePlacement.none();
    }
    try (Statement statement = scratch.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@innodb_buffer_pool_size")) {
      row.next();
      return KeyTablePlacement.in(row.getLong(1), rows);
    }
  }
}
