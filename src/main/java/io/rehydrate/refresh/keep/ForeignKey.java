package io.rehydrate.refresh.keep;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A foreign key of a schema that is being filled, and the rows that break it. */
record ForeignKey(
    String name, TableName from, List<String> columns, TableName to, List<String> keys) {
  /** What the referring table is called in {@link #broken}. */
  static final String CHILD = "c";

  /** Those declared by tables of this schema. */
  static List<ForeignKey> of(Connection session, String schema) throws SQLException {
    Map<String, ForeignKey> found = new LinkedHashMap<>();
    try (Statement statement = session.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT constraint_name, table_schema, table_name, column_name,"
                    + " referenced_table_schema, referenced_table_name, referenced_column_name"
                    + " FROM information_schema.key_column_usage WHERE table_schema = "
                    + Sql.text(schema)
                    + " AND referenced_table_name IS NOT NULL"
                    + " ORDER BY table_name, constraint_name, ordinal_position")) {
      while (rows.next()) {
        TableName from = new TableName(rows.getString(2), rows.getString(3));
        TableName to = new TableName(rows.getString(5), rows.getString(6));
        String name = rows.getString(1);
        ForeignKey key =
            found.computeIfAbsent(
                from.quoted() + " " + name,
                k -> new ForeignKey(name, from, new ArrayList<>(), to, new ArrayList<>()));
        key.columns().add(rows.getString(4));
        key.keys().add(rows.getString(7));
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * The clauses from FROM on that find the rows that refer to none.
   *
   * @param hasTarget whether the table that it refers to is there
   */
  String broken(boolean hasTarget) {
    String given =
        columns.stream()
            .map(column -> CHILD + "." + Sql.name(column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    if (!hasTarget) {
      return "FROM " + from.quoted() + " AS " + CHILD + " WHERE " + given;
    }
    List<String> same = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      same.add("p." + Sql.name(keys.get(i)) + " = " + CHILD + "." + Sql.name(columns.get(i)));
    }
    return "FROM "
        + from.quoted()
        + " AS "
        + CHILD
        + " LEFT JOIN "
        + to.quoted()
        + " AS p ON "
        + String.join(" AND ", same)
        + " WHERE "
        + given
        + " AND p."
        + Sql.name(keys.get(0))
        + " IS NULL";
  }
}
