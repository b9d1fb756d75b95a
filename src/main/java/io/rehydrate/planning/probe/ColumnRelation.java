package io.rehydrate.planning.probe;

import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.List;
import java.util.Optional;

/**
 * Columns of one table whose values are those of columns of another: a relation, or a guess at one.
 *
 * @param when SQL condition on the referring row
 */
public record ColumnRelation(
    Table from, List<String> fromColumns, Table to, List<String> toColumns, Optional<String> when) {

  public static ColumnRelation of(ResolvedPlan plan, Reference reference) {
    return new ColumnRelation(
        plan.rule(reference.from()).table(),
        reference.fromColumns(),
        plan.rule(reference.to()).table(),
        reference.toColumns(),
        reference.when());
  }

  public ColumnRelation when(String condition) {
    return new ColumnRelation(from, fromColumns, to, toColumns, Optional.of(condition));
  }

  public List<Column> fromDeclared() {
    return fromColumns.stream().map(c -> from.column(c).orElseThrow()).toList();
  }

  public List<Column> toDeclared() {
    return toColumns.stream().map(c -> to.column(c).orElseThrow()).toList();
  }

  /** Whether an index of the table begins with one of these columns. */
  static boolean isIndexed(Table table, List<String> columns) {
    return table.indexes().stream()
        .anyMatch(i -> columns.stream().anyMatch(i.columns().get(0)::equalsIgnoreCase));
  }

  public boolean isFromIndexed() {
    return isIndexed(from, fromColumns);
  }

  public boolean isToIndexed() {
    return isIndexed(to, toColumns);
  }
}
