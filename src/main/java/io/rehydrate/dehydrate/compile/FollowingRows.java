package io.rehydrate.dehydrate.compile;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.KeptRows;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tables of which only the columns that decide were copied: new ones are made, the rows that stay
 * follow from the source, and then the new ones take the place of the narrow ones.
 */
final class FollowingRows {
  /** The stage in which rows follow from the source. */
  static final String STAGE = "load";

  private final SecondPass second;
  private final NewTables tables;
  private final FirstPass firstPass;

  FollowingRows(SecondPass second, NewTables tables, FirstPass firstPass) {
    this.second = second;
    this.tables = tables;
    this.firstPass = firstPass;
  }

  boolean areOf(TableName table) {
    return firstPass.isNarrow(table);
  }

  private List<ResolvedPlan.Rule> rules() {
    return tables.largestFirst().stream().filter(rule -> areOf(rule.table().name())).toList();
  }

  /** Makes the tables for the rows. */
  Stage making() {
    return new Stage(
        "new tables",
        rules().stream()
            .map(rule -> new Task("new table of " + rule.table().name(), made(rule)))
            .toList());
  }

  private List<ScratchStatement> made(ResolvedPlan.Rule rule) {
    List<ScratchStatement> statements = new ArrayList<>();
    statements.add(tables.creation(rule));
    List<String> prints = prints(rule);
    if (!prints.isEmpty()) {
      statements.add(altered(rule, "ADD COLUMN %s BIGINT", prints));
    }
    return statements;
  }

  private List<String> prints(ResolvedPlan.Rule rule) {
    return second.printColumns(rule, tables.of(rule));
  }

  private ScratchStatement altered(ResolvedPlan.Rule rule, String clause, List<String> columns) {
    return ScratchStatement.alteration(
        "ALTER TABLE "
            + tables.of(rule).quoted()
            + " "
            + columns.stream()
                .map(column -> clause.formatted(Sql.name(column)))
                .collect(Collectors.joining(", ")));
  }

  /** Has the rows follow while it is the stage; it has no statements. */
  Stage loading() {
    return new Stage(
        STAGE,
        rules().stream()
            .map(rule -> new Task("rows of " + rule.table().name(), List.of()))
            .toList());
  }

  List<KeptRows> rows() {
    return rules().stream().map(rule -> second.rows(rule, tables.of(rule))).toList();
  }

  /** How many copies of the table of keys a statement takes at most that loads rows. */
  int keyTables() {
    return rules().stream().mapToInt(second::keyTables).max().orElse(0);
  }

  /** The table of fingerprints that {@link #completion} fills; empty where there are none. */
  Optional<TableName> names(ResolvedPlan.Rule rule) {
    return prints(rule).isEmpty() ? Optional.empty() : Optional.of(tables.names(rule, 1));
  }

  /** What a table needs once its rows are there. */
  List<ScratchStatement> completion(ResolvedPlan.Rule rule) {
    List<ScratchStatement> statements = new ArrayList<>();
    names(rule).ifPresent(names -> statements.addAll(kept(rule, names)));
    statements.addAll(tables.exchange(rule));
    return statements;
  }

  private List<ScratchStatement> kept(ResolvedPlan.Rule rule, TableName names) {
    List<String> prints = prints(rule);
    List<ScratchStatement> statements =
        new ArrayList<>(
            NewTables.namesKept(
                names,
                prints.stream().map(Sql::name).toList(),
                "FROM " + tables.of(rule).quoted()));
    statements.add(altered(rule, "DROP COLUMN %s", prints));
    return statements;
  }
}
