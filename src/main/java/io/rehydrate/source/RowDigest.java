package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sum over all values of a table's rows that are not computed, equal on two servers of one kind
 * where the rows are. For a copy of which the server's warnings do not say whether they are about
 * what was sent.
 */
record RowDigest(String query) {

  /**
   * @param condition of the rows; empty: all
   */
  static RowDigest of(TableName table, List<Column> columns, String condition) {
    String values =
        columns.stream()
            .map(column -> "COALESCE(" + value(column) + ", '-')")
            .collect(Collectors.joining(", "));
    String digest =
        values.isEmpty()
            ? "0"
            : "COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', "
                + values
                + "), 256), 15), 16, 10) AS UNSIGNED)), 0)";
    return new RowDigest(
        "SELECT COUNT(*), "
            + digest
            + " FROM "
            + table.quoted()
            + (condition.isEmpty() ? "" : " WHERE " + condition));
  }

  /** In ASCII, whatever a text's character set. */
  private static String value(Column column) {
    String name = Sql.name(column.name());
    return switch (column.dataType()) {
      case "enum", "set", "bit" -> "CAST(" + name + " AS UNSIGNED)";
      case "float" -> "CAST(" + name + " AS DOUBLE)";
      case "json" -> "SHA2(CAST(" + name + " AS CHAR CHARACTER SET utf8mb4), 256)";
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
          "SHA2(" + name + ", 256)";
      case "tinyint",
          "smallint",
          "mediumint",
          "int",
          "bigint",
          "decimal",
          "double",
          "date",
          "datetime",
          "timestamp",
          "time",
          "year",
          "uuid",
          "inet4",
          "inet6" ->
          "CAST(" + name + " AS CHAR)";
      default -> "SHA2(HEX(" + name + "), 256)";
    };
  }

  /** The number of rows and the sum, as this session sees them. */
  String read(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1) + " " + row.getString(2);
    }
  }
}
