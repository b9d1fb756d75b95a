package io.rehydrate.plan;

import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan that was checked against a catalogue: every table has a rule, every name exists.
 *
 * @param tables every base table of the catalogue, in the order of their names
 * @param references declared and written relations, between tables of the catalogue
 * @param text of the plan's file
 */
public record ResolvedPlan(
    Catalog catalog,
    Map<TableName, Rule> tables,
    List<Reference> references,
    String text,
    String sha256) {

  /**
   * @param core present for {@link RowRule#CORE} alone
   * @param masks by column name, in the letters of the schema
   * @param exempt what the read-back may find, likewise by column
   */
  public record Rule(
      Table table,
      RowRule rows,
      Optional<Plan.Core> core,
      Map<String, MaskSpec> masks,
      Map<String, Set<String>> exempt) {

    /** A rule of which nothing is exempt. */
    public Rule(Table table, RowRule rows, Optional<Plan.Core> core, Map<String, MaskSpec> masks) {
      this(table, rows, core, masks, Map.of());
    }

    /** Whether the table is written again: some of its rows go, or some of its values change. */
    public boolean isRewritten() {
      return switch (rows) {
        case CORE, FOLLOW, REFERENCED -> true;
        case KEEP -> !masks.isEmpty();
        case TRUNCATE -> false;
      };
    }
  }

  public Rule rule(TableName table) {
    Rule rule = tables.get(table);
    if (rule == null) {
      throw new IllegalArgumentException("not a table of this plan: " + table);
    }
    return rule;
  }

  public List<Reference> from(TableName table) {
    return references.stream().filter(r -> r.from().equals(table)).toList();
  }

  public List<Reference> to(TableName table) {
    return references.stream().filter(r -> r.to().equals(table)).toList();
  }

  /**
   * The columns that become NULL where a reference is cut: those that may be NULL, of them the ones
   * that no other relation uses where there are any.
   */
  public List<String> columnsToNull(Reference reference) {
    Table from = rule(reference.from()).table();
    List<String> unshared = NullableColumns.unshared(from, reference, references);
    return unshared.isEmpty() ? NullableColumns.of(from, reference) : unshared;
  }

  public boolean masksAnything() {
    return tables.values().stream()
        .anyMatch(rule -> rule.rows() != RowRule.TRUNCATE && !rule.masks().isEmpty());
  }
}
