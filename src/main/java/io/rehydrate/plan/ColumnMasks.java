package io.rehydrate.plan;

import io.rehydrate.plan.MostSpecificRule.Rule;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every mask and every safe name of a plan, from {@code tables} and from {@code columns}, matched
 * against columns.
 */
final class ColumnMasks {
  private final List<Rule<MaskSpec>> masks = new ArrayList<>();
  private final List<Rule<String>> safe = new ArrayList<>();
  private final TableLookup lookup;
  private final Problems problems;

  ColumnMasks(Plan plan, TableEntries entries, TableLookup lookup, Problems problems) {
    this.lookup = lookup;
    this.problems = problems;
    for (Rule<Plan.TableEntry> entry : entries.all()) {
      add(Optional.of(entry.name()), entry.value().masks(), PlanPath.child(entry.path(), "mask"));
      add(Optional.of(entry.name()), entry.value().safe(), PlanPath.child(entry.path(), "safe"));
    }
    add(Optional.empty(), plan.columns().masks(), "columns.mask");
    add(Optional.empty(), plan.columns().safe(), "columns.safe");
  }

  private void add(Optional<NamePattern> table, Map<String, MaskSpec> written, String path) {
    written.forEach(
        (name, mask) -> masks.add(new Rule<>(full(table, name), mask, PlanPath.child(path, name))));
  }

  private void add(Optional<NamePattern> table, Set<String> written, String path) {
    int index = 0;
    for (String name : written) {
      safe.add(new Rule<>(full(table, name), name, PlanPath.child(path, index++)));
    }
  }

  private static NamePattern full(Optional<NamePattern> table, String column) {
    NamePattern name = NamePattern.parse(column);
    return table.map(t -> t.column(name)).orElse(name);
  }

  /** The mask of a column, and where it stands. */
  Optional<Rule<MaskSpec>> mask(TableName table, Column column) {
    return MostSpecificRule.of(
        masks.stream().filter(rule -> rule.name().matches(table, column.name())).toList(),
        () -> lookup.label(table, column),
        problems);
  }

  boolean isSafe(TableName table, Column column) {
    return safe.stream().anyMatch(rule -> rule.name().matches(table, column.name()));
  }

  /** Notes the names that fit no column of the catalogue. */
  void checkNames(Catalog catalog) {
    List<Rule<?>> idle = new ArrayList<>(masks);
    idle.addAll(safe);
    for (Table table : catalog.tables()) {
      for (Column column : table.columns()) {
        idle.removeIf(rule -> rule.name().matches(table.name(), column.name()));
      }
    }
    idle.stream()
        .filter(rule -> !isOfUnknownEntry(rule, catalog))
        .forEach(rule -> problems.add(rule.path(), missing(rule.name(), catalog)));
  }

  /** The entry's own name is a problem that was reported already. */
  private static boolean isOfUnknownEntry(Rule<?> rule, Catalog catalog) {
    return rule.path().startsWith("tables.")
        && catalog.tables().stream().noneMatch(t -> tablePart(rule.name()).matches(t.name()));
  }

  private static String missing(NamePattern name, Catalog catalog) {
    if (!name.isExact()) {
      return "the pattern '" + name.written() + "' fits no column";
    }
    int parts = name.parts().size();
    String column = name.parts().get(parts - 1).text();
    List<String> known =
        catalog.tables().stream()
            .filter(table -> parts == 1 || tablePart(name).matches(table.name()))
            .flatMap(table -> table.columns().stream())
            .map(Column::name)
            .distinct()
            .toList();
    return "no column '" + name.written() + "'" + NearestName.question(column, known);
  }

  private static NamePattern tablePart(NamePattern column) {
    return new NamePattern(column.written(), column.parts().subList(0, column.parts().size() - 1));
  }
}
