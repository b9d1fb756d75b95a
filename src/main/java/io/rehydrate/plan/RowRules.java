package io.rehydrate.plan;

import io.rehydrate.plan.MostSpecificRule.Rule;
import io.rehydrate.plan.Plan.Core;
import io.rehydrate.plan.Plan.UnlistedTables;
import io.rehydrate.plan.References.Placed;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gives every table its rule: written, or from its relations, or for the unlisted. */
final class RowRules {
  private final TableEntries entries;
  private final List<Placed> references;
  private final TableLookup lookup;
  private final Problems problems;
  private final Map<TableName, RowRule> rules = new TreeMap<>();

  private RowRules(
      TableEntries entries, List<Placed> references, TableLookup lookup, Problems problems) {
    this.entries = entries;
    this.references = references;
    this.lookup = lookup;
    this.problems = problems;
  }

  static Map<TableName, RowRule> of(
      Plan plan,
      Catalog catalog,
      Map<TableName, Core> core,
      TableEntries entries,
      List<Placed> references,
      TableLookup lookup,
      Problems problems) {
    RowRules rows = new RowRules(entries, references, lookup, problems);
    List<TableName> tables = catalog.tables().stream().map(Table::name).sorted().toList();
    for (TableName table : tables) {
      if (core.containsKey(table)) {
        rows.rules.put(table, RowRule.CORE);
      } else {
        entries.rows(table).ifPresent(rule -> rows.rules.put(table, rule));
      }
    }
    rows.infer(tables, plan.unlisted().tables());
    rows.unlisted(tables, plan.unlisted().tables());
    return rows.rules;
  }

  private void infer(List<TableName> tables, UnlistedTables unlisted) {
    Set<TableName> open = new HashSet<>();
    for (Placed placed : references) {
      Reference reference = placed.reference();
      if (!reference.from().equals(reference.to())) {
        open.add(reference.from());
        open.add(reference.to());
      }
    }
    open.removeAll(rules.keySet());
    boolean changed = true;
    while (changed) {
      changed = false;
      for (TableName table : tables) {
        if (open.contains(table) && leadsToCore(table)) {
          rules.put(table, RowRule.FOLLOW);
          open.remove(table);
          changed = true;
        }
      }
    }
    RowRule left = unlisted == UnlistedTables.KEEP ? RowRule.KEEP : RowRule.REFERENCED;
    open.forEach(table -> rules.put(table, left));
  }

  private boolean leadsToCore(TableName table) {
    return references.stream()
        .map(Placed::reference)
        .anyMatch(r -> r.from().equals(table) && isCoreOrFollow(r.to()));
  }

  private boolean isCoreOrFollow(TableName table) {
    RowRule rule = rules.get(table);
    return rule == RowRule.CORE || rule == RowRule.FOLLOW;
  }

  private void unlisted(List<TableName> tables, UnlistedTables unlisted) {
    List<TableName> without = tables.stream().filter(t -> !rules.containsKey(t)).toList();
    RowRule rule = unlisted == UnlistedTables.KEEP ? RowRule.KEEP : RowRule.TRUNCATE;
    without.forEach(table -> rules.put(table, rule));
    if (unlisted == UnlistedTables.FAIL && !without.isEmpty()) {
      problems.add(
          "unlisted.tables",
          (without.size() == 1 ? "a table has" : without.size() + " tables have")
              + " no rule and no relation to another table. Put under 'tables:' (or 'keep',"
              + " 'referenced', or write a relation):"
              + without.stream()
                  .map(table -> "\n      " + PlanPath.key(lookup.label(table)) + ": truncate")
                  .collect(Collectors.joining()));
    }
  }

  /** Notes that no row would stay, where no table is one that rows come from. */
  static void requireBeginning(Map<TableName, RowRule> rules, Problems problems) {
    if (!rules.isEmpty()
        && rules.values().stream().noneMatch(r -> r == RowRule.CORE || r == RowRule.KEEP)) {
      problems.add(
          "",
          "no table is under 'core' and none is 'keep', so no row would stay. Write under 'core'"
              + " where the copy starts, or give a table the rule 'keep'");
    }
  }

  /** Tables that no entry names, and that no relation ties to another one. */
  static List<TableName> withoutRule(
      Set<TableName> tables,
      Map<TableName, Core> core,
      TableEntries entries,
      List<Placed> references) {
    return tables.stream()
        .filter(table -> !core.containsKey(table) && entries.rows(table).isEmpty())
        .filter(table -> references.stream().noneMatch(p -> isTied(p.reference(), table)))
        .sorted()
        .toList();
  }

  private static boolean isTied(Reference reference, TableName table) {
    return !reference.from().equals(reference.to())
        && (reference.from().equals(table) || reference.to().equals(table));
  }

  /** Marks the references that {@code follow} rows depend on. */
  static List<Placed> followed(
      Map<TableName, RowRule> rules,
      TableEntries entries,
      List<Placed> references,
      TableLookup lookup,
      Problems problems) {
    RowRules rows = new RowRules(entries, references, lookup, problems);
    rows.rules.putAll(rules);
    Set<Placed> named = new HashSet<>();
    for (TableName table : rules.keySet()) {
      entries.via(table).ifPresent(via -> named.addAll(rows.named(table, via)));
    }
    return references.stream()
        .map(placed -> rows.isFollowed(placed, named) ? placed.following() : placed)
        .toList();
  }

  private boolean isFollowed(Placed placed, Set<Placed> named) {
    Reference reference = placed.reference();
    if (rules.get(reference.from()) != RowRule.FOLLOW) {
      return false;
    }
    return entries.via(reference.from()).isPresent()
        ? named.contains(placed)
        : isCoreOrFollow(reference.to());
  }

  /** A column names the references made of named columns alone, else every one that it is in. */
  private List<Placed> named(TableName table, Rule<Set<String>> via) {
    if (rules.get(table) != RowRule.FOLLOW) {
      problems.add(
          via.path(),
          "'via' goes with 'rows: follow'; " + lookup.label(table) + " is " + written(table));
      return List.of();
    }
    List<String> columns = via.value().stream().map(TableLookup::unquoted).toList();
    List<Placed> from =
        references.stream().filter(p -> p.reference().from().equals(table)).toList();
    List<Placed> named =
        new ArrayList<>(
            from.stream()
                .filter(p -> p.reference().fromColumns().stream().allMatch(c -> isIn(c, columns)))
                .toList());
    for (String column : columns) {
      List<Placed> with =
          from.stream().filter(p -> isIn(column, p.reference().fromColumns())).toList();
      if (with.isEmpty()) {
        problems.add(via.path(), noRelation(table, column, from));
      } else if (with.stream().noneMatch(named::contains)) {
        named.addAll(with);
      }
    }
    return named;
  }

  private static boolean isIn(String column, List<String> columns) {
    return columns.stream().anyMatch(column::equalsIgnoreCase);
  }

  private String noRelation(TableName table, String column, List<Placed> from) {
    List<String> known =
        from.stream().flatMap(p -> p.reference().fromColumns().stream()).distinct().toList();
    return "no relation of "
        + lookup.label(table)
        + " uses the column '"
        + column
        + "'"
        + NearestName.question(column, known)
        + (known.isEmpty() ? " (it has none)" : " (they use: " + String.join(", ", known) + ")");
  }

  private String written(TableName table) {
    return "'" + rules.get(table).name().toLowerCase(java.util.Locale.ROOT) + "'";
  }
}
