package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * How the values of one column travel. Bytes go as they are, without a conversion on either side,
 * so that a text comes out in its own character set as it went in.
 *
 * @param select what is asked of the source
 * @param target what LOAD DATA puts the field into: the column, or a variable
 * @param assignment for a variable; empty else
 * @param escaped whether the bytes may hold tabs, line feeds, backslashes or zeros
 * @param enumeration whether a field 0 is the error value of an ENUM, of which the server warns
 */
record ColumnTransport(
    String select, String target, String assignment, boolean escaped, boolean enumeration) {

  /**
   * @param mariaDb whether both servers are MariaDB's
   */
  static List<ColumnTransport> of(Table table, boolean mariaDb) {
    List<ColumnTransport> transports = new ArrayList<>();
    for (Column column : table.writtenColumns()) {
      transports.add(of(column, "@v" + transports.size(), mariaDb));
    }
    if (transports.isEmpty()) {
      transports.add(new ColumnTransport("1", "@none", "", false, false));
    }
    return transports;
  }

  private static ColumnTransport of(Column column, String variable, boolean mariaDb) {
    String name = Sql.name(column.name());
    if (column.autoIncrement()) {
      return assigned(name, variable);
    }
    return switch (column.dataType()) {
      case "enum" -> number(name, variable, true);
      case "set", "bit" -> number(name, variable, false);
      // a FLOAT as text has six digits
      case "float" -> new ColumnTransport("CAST(" + name + " AS DOUBLE)", name, "", false, false);
      case "json" -> mariaDb ? plain(name, true) : converted(name, variable);
      // from a binary string they would take their sixteen or four bytes
      case "uuid", "inet6", "inet4" -> converted(name, variable);
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
          "year" ->
          plain(name, false);
      default -> plain(name, true);
    };
  }

  private static ColumnTransport plain(String name, boolean escaped) {
    return new ColumnTransport(name, name, "", escaped, false);
  }

  /** MariaDB gives a field 0 a new id, whatever sql_mode says, where only others are assigned. */
  private static ColumnTransport assigned(String name, String variable) {
    return new ColumnTransport(name, variable, name + " = " + variable, false, false);
  }

  private static ColumnTransport number(String name, String variable, boolean enumeration) {
    String cast = "CAST(%s AS UNSIGNED)";
    return new ColumnTransport(
        cast.formatted(name),
        variable,
        name + " = " + cast.formatted(variable),
        false,
        enumeration);
  }

  private static ColumnTransport converted(String name, String variable) {
    return new ColumnTransport(
        name, variable, name + " = CONVERT(" + variable + " USING utf8mb4)", true, false);
  }
}
