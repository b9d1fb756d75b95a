package io.rehydrate.plan;

import io.rehydrate.plan.MostSpecificRule.Rule;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The entries under {@code tables}, matched: which rows rule and which via counts for a table. */
final class TableEntries {
  private final Map<TableName, Rule<RowRule>> rows = new LinkedHashMap<>();
  private final Map<TableName, Rule<Set<String>>> via = new LinkedHashMap<>();
  private final List<Rule<Plan.TableEntry>> entries = new ArrayList<>();

  static TableEntries match(
      Plan plan, Catalog catalog, Set<TableName> core, TableLookup lookup, Problems problems) {
    TableEntries matched = new TableEntries();
    plan.tables()
        .forEach(
            (written, entry) ->
                matched.entries.add(
                    new Rule<>(NamePattern.parse(written), entry, PlanPath.of("tables", written))));
    matched.checkNames(catalog, core, lookup, problems);
    for (Table table : catalog.tables()) {
      matched.matchOne(table.name(), core, lookup, problems);
    }
    return matched;
  }

  private void checkNames(
      Catalog catalog, Set<TableName> core, TableLookup lookup, Problems problems) {
    Map<Set<TableName>, String> exact = new HashMap<>();
    for (Rule<Plan.TableEntry> entry : entries) {
      Set<TableName> fitting = new HashSet<>();
      catalog.tables().stream()
          .map(Table::name)
          .filter(entry.name()::matches)
          .forEach(fitting::add);
      if (fitting.isEmpty()) {
        problems.add(
            entry.path(),
            entry.name().isExact()
                ? lookup.missing(entry.name().written())
                : "the pattern fits no table");
      } else if (entry.name().isExact()) {
        checkExact(entry, fitting, core, problems);
        String first = exact.putIfAbsent(fitting, entry.name().written());
        if (first != null) {
          problems.add(entry.path(), "the same table stands under '" + first + "' already");
        }
      }
    }
  }

  private static void checkExact(
      Rule<Plan.TableEntry> entry, Set<TableName> fitting, Set<TableName> core, Problems problems) {
    if (entry.value().rows().isPresent() && core.containsAll(fitting)) {
      problems.add(
          entry.path(),
          "has a 'core' entry, which says what becomes of its rows; take 'rows' out here");
    }
  }

  private void matchOne(
      TableName table, Set<TableName> core, TableLookup lookup, Problems problems) {
    List<Rule<Plan.TableEntry>> fitting =
        entries.stream().filter(entry -> entry.name().matches(table)).toList();
    if (!core.contains(table)) {
      MostSpecificRule.of(
              fitting.stream()
                  .flatMap(
                      e -> e.value().rows().map(r -> new Rule<>(e.name(), r, e.path())).stream())
                  .toList(),
              () -> lookup.label(table),
              problems)
          .ifPresent(rule -> rows.put(table, rule));
    }
    MostSpecificRule.of(
            fitting.stream()
                .filter(e -> !e.value().via().isEmpty())
                .map(e -> new Rule<>(e.name(), e.value().via(), PlanPath.child(e.path(), "via")))
                .toList(),
            () -> lookup.label(table),
            problems)
        .ifPresent(rule -> via.put(table, rule));
  }

  Optional<RowRule> rows(TableName table) {
    return Optional.ofNullable(rows.get(table)).map(Rule::value);
  }

  /** Where the table's rule stands. */
  String path(TableName table) {
    return Optional.ofNullable(rows.get(table)).map(Rule::path).orElse("tables");
  }

  /** The columns whose references alone are followed, and where that stands. */
  Optional<Rule<Set<String>>> via(TableName table) {
    return Optional.ofNullable(via.get(table));
  }

  List<Rule<Plan.TableEntry>> all() {
    return entries;
  }
}
