package io.rehydrate.plan;

import io.rehydrate.schema.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A relation between two tables, declared by the schema or written in the plan, its names matched.
 *
 * @param when SQL condition on the referring row; where it is not true the reference holds
 * @param followed whether a {@code follow} row depends on this reference
 * @param declared whether the schema has a foreign key for it
 */
public record Reference(
    TableName from,
    List<String> fromColumns,
    TableName to,
    List<String> toColumns,
    Optional<String> when,
    Dangling dangling,
    boolean followed,
    boolean declared) {

  /** {@code order_lines(order_no, region) -> orders(number, region)}, as the plan writes it. */
  public String text() {
    return side(from, fromColumns)
        + " -> "
        + side(to, toColumns)
        + when.map(w -> " when " + w).orElse("");
  }

  /** The same reference, with a {@code follow} row hanging on it. */
  Reference following() {
    return new Reference(from, fromColumns, to, toColumns, when, dangling, true, declared);
  }

  private static String side(TableName table, List<String> columns) {
    return columns.size() == 1
        ? table.table() + "." + columns.get(0)
        : table.table() + "(" + String.join(", ", columns) + ")";
  }
}
