package io.rehydrate.dehydrate.compile;

import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.schema.TableText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tables that are made in the helper schema in the place of others: as they were declared,
 * without foreign keys; their indexes come once the rows are there.
 */
final class NewTables {
  private final String helperSchema;
  private final List<ResolvedPlan.Rule> rules;

  NewTables(ResolvedPlan plan, String helperSchema) {
    this.helperSchema = helperSchema;
    this.rules = new ArrayList<>(plan.tables().values());
    rules.sort((a, b) -> Long.compare(b.table().bytes(), a.table().bytes()));
  }

  /** All tables of the plan, those with most rows first, so that none is left over at the end. */
  List<ResolvedPlan.Rule> largestFirst() {
    return rules;
  }

  /** The table that takes the rows of a table, until it takes its place. */
  TableName of(ResolvedPlan.Rule rule) {
    return new TableName(helperSchema, "n" + (rules.indexOf(rule) + 1));
  }

  ScratchStatement creation(ResolvedPlan.Rule rule) {
    TableName fresh = of(rule);
    return ScratchStatement.creation(
        fresh.quoted(), text(rule).create(fresh.schema(), fresh.table(), false, false));
  }

  private static TableText text(ResolvedPlan.Rule rule) {
    return TableText.parse(rule.table().createStatement());
  }

  /** With its indexes, the new table takes the old one's place. */
  List<ScratchStatement> exchange(ResolvedPlan.Rule rule) {
    Table table = rule.table();
    TableName fresh = of(rule);
    List<ScratchStatement> statements =
        new ArrayList<>(
            ScratchStatement.alterations(TableText.alters(fresh, text(rule).secondaryIndexes())));
    statements.add(ScratchStatement.definition("DROP TABLE " + table.name().quoted()));
    statements.add(
        ScratchStatement.definition(
            "RENAME TABLE " + fresh.quoted() + " TO " + table.name().quoted()));
    return statements;
  }

  /** A table for fingerprints of the names that masks take away. */
  TableName names(ResolvedPlan.Rule rule, int number) {
    return new TableName(helperSchema, "names_" + of(rule).table() + "_" + number);
  }

  /**
   * Makes a table of fingerprints and fills it.
   *
   * @param prints SQL of a row's fingerprints
   * @param rows SQL of the rows: what stands behind the select list
   */
  static List<ScratchStatement> namesKept(TableName names, List<String> prints, String rows) {
    List<String> columns =
        IntStream.rangeClosed(1, prints.size()).mapToObj(i -> "`p" + i + "`").toList();
    return List.of(
        ScratchStatement.creation(
            names.quoted(),
            "CREATE TABLE "
                + names.quoted()
                + " (`id` BIGINT AUTO_INCREMENT PRIMARY KEY, "
                + String.join(" BIGINT, ", columns)
                + " BIGINT) ENGINE = InnoDB"),
        ScratchStatement.filling(
            names.quoted(),
            "INSERT INTO "
                + names.quoted()
                + " ("
                + String.join(", ", columns)
                + ")\nSELECT "
                + String.join(",\n  ", prints)
                + "\n"
                + rows));
  }
}
