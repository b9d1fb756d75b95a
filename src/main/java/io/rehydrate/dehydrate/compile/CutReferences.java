package io.rehydrate.dehydrate.compile;

import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.List;

/** The columns that become NULL where a reference can't hold in the copy. */
final class CutReferences {
  private final ResolvedPlan plan;
  private final ReferenceGraph ties;
  private final DeadRowStatements losses;

  CutReferences(ResolvedPlan plan, ReferenceGraph ties, KeyTableStatements keys) {
    this.plan = plan;
    this.ties = ties;
    this.losses = new DeadRowStatements(keys);
  }

  /** Whether any value of a table may become NULL so. */
  boolean any(TableName table) {
    return ties.from(table).stream().anyMatch(t -> t.becomesNull() != Edge.BecomesNull.NEVER);
  }

  /** What the plan says of the references that may be cut: when they are there. */
  List<String> conditions(TableName table) {
    return ties.from(table).stream()
        .filter(t -> t.becomesNull() != Edge.BecomesNull.NEVER)
        .flatMap(t -> t.reference().when().stream())
        .toList();
  }

  /**
   * A column's value, or NULL where a reference of this column can't hold.
   *
   * @param written its value else
   * @param row how the statement refers to the table's row
   */
  String cut(TableName table, Column column, String written, String row) {
    String value = written;
    for (Edge tie : ties.from(table)) {
      if (tie.becomesNull() != Edge.BecomesNull.NEVER
          && plan.columnsToNull(tie.reference()).contains(column.name())) {
        value = nulled(tie, value, row);
      }
    }
    return value;
  }

  private String nulled(Edge tie, String value, String row) {
    List<String> columns = JoinCondition.of(row, tie.reference().fromColumns());
    List<String> conditions = new ArrayList<>();
    tie.reference().when().ifPresent(w -> conditions.add("(" + w + ")"));
    if (columns.size() > 1 || tie.becomesNull() == Edge.BecomesNull.WHERE_DANGLING) {
      conditions.add(JoinCondition.notNull(columns));
    }
    if (tie.becomesNull() == Edge.BecomesNull.WHERE_DANGLING) {
      conditions.add("NOT " + losses.holds(tie, row));
    }
    return conditions.isEmpty()
        ? "NULL"
        : "IF(" + String.join(" AND ", conditions) + ", NULL, " + value + ")";
  }
}
