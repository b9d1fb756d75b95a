package io.rehydrate.schema;

import io.rehydrate.mysql.Sql;
import java.util.Comparator;

/** A table and the schema it lies in, in the letters that the server gives. */
public record TableName(String schema, String table) implements Comparable<TableName> {
  private static final Comparator<TableName> ORDER =
      Comparator.comparing(TableName::schema).thenComparing(TableName::table);

  /** {@code `schema`.`table`} */
  public String quoted() {
    return Sql.name(schema) + "." + Sql.name(table);
  }

  @Override
  public int compareTo(TableName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
