package io.rehydrate.plan;

import io.rehydrate.plan.MostSpecificRule.Rule;
import io.rehydrate.plan.Plan.UnlistedColumns;
import io.rehydrate.plan.References.Placed;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
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

/** Gives every column that is copied its mask, and notes what can't be masked or isn't. */
final class MaskRules {
  private final Map<TableName, Map<String, Rule<MaskSpec>>> masks = new HashMap<>();
  private final Map<String, List<String>> misfits = new LinkedHashMap<>();
  private final List<String> unlisted = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private final Catalog catalog;
  private final TableLookup lookup;
  private final MaskCheck maskCheck;
  private final Problems problems;

  private MaskRules(Catalog catalog, TableLookup lookup, MaskCheck maskCheck, Problems problems) {
    this.catalog = catalog;
    this.lookup = lookup;
    this.maskCheck = maskCheck;
    this.problems = problems;
  }

  static MaskRules of(
      Plan plan,
      Catalog catalog,
      Map<TableName, RowRule> rules,
      List<Placed> references,
      ColumnMasks written,
      MaskCheck maskCheck,
      TableLookup lookup,
      Problems problems) {
    MaskRules found = new MaskRules(catalog, lookup, maskCheck, problems);
    references.forEach(p -> found.keys(p.reference()));
    written.checkNames(catalog);
    for (Table table : catalog.tables()) {
      if (rules.get(table.name()) != RowRule.TRUNCATE) {
        boolean mustList = plan.unlisted().columns() == UnlistedColumns.FAIL;
        table.columns().forEach(column -> found.column(table, column, written, mustList));
      }
    }
    found.tellMisfits();
    found.tellUnlisted();
    references.stream()
        .filter(p -> rules.get(p.reference().from()) != RowRule.TRUNCATE)
        .filter(p -> rules.get(p.reference().to()) != RowRule.TRUNCATE)
        .forEach(p -> found.checkKey(p.reference()));
    return found;
  }

  private void keys(Reference reference) {
    reference.fromColumns().forEach(c -> keys.add(reference.from() + "." + c));
    reference.toColumns().forEach(c -> keys.add(reference.to() + "." + c));
  }

  private void column(Table table, Column column, ColumnMasks written, boolean mustList) {
    Optional<Rule<MaskSpec>> mask = written.mask(table.name(), column);
    mask.ifPresent(
        rule -> {
          masks.computeIfAbsent(table.name(), t -> new LinkedHashMap<>()).put(column.name(), rule);
          problem(rule.value(), table, column)
              .ifPresent(problem -> misfit(rule, table, column, problem));
        });
    boolean listed = mask.isPresent() || written.isSafe(table.name(), column);
    if (mustList && !listed && mayBePersonal(table, column)) {
      unlisted.add(
          PlanPath.key(lookup.label(table.name(), column)) + ": " + fitting(table, column));
    }
  }

  private Optional<String> problem(MaskSpec mask, Table table, Column column) {
    if (column.generated()) {
      return Optional.of("is generated; mask the columns that it is computed from");
    }
    if (table.primaryKey().contains(column.name())) {
      return Optional.of("belongs to the primary key, which is not masked");
    }
    return maskCheck.problem(mask, table, column);
  }

  private void misfit(Rule<MaskSpec> rule, Table table, Column column, String problem) {
    misfits
        .computeIfAbsent(rule.path() + "\0" + problem, p -> new ArrayList<>())
        .add(lookup.label(table.name(), column));
  }

  private void tellMisfits() {
    misfits.forEach(
        (key, columns) -> {
          int split = key.indexOf('\0');
          String more = columns.size() > 3 ? " and " + (columns.size() - 3) + " more" : "";
          problems.add(
              key.substring(0, split),
              String.join(", ", columns.subList(0, Math.min(3, columns.size())))
                  + more
                  + ": "
                  + key.substring(split + 1));
        });
  }

  /**
   * A choice out of a list, a number and a date are not personal by themselves, unless the column's
   * name says so and it is no key; a type that is not known here may hold anything.
   */
  private boolean mayBePersonal(Table table, Column column) {
    boolean byType = SuggestedMasks.isOfAnything(column);
    boolean key =
        table.primaryKey().contains(column.name())
            || keys.contains(table.name() + "." + column.name());
    return !column.generated() && (byType || (!key && NameMeaning.isPersonal(column)));
  }

  private String fitting(Table table, Column column) {
    List<MaskSpec> suggested = SuggestedMasks.of(column);
    return suggested.stream()
        .filter(mask -> problem(mask, table, column).isEmpty())
        .findFirst()
        .map(SuggestedMasks::written)
        .orElse("set-null");
  }

  private void tellUnlisted() {
    if (!unlisted.isEmpty()) {
      problems.add(
          "unlisted.columns",
          (unlisted.size() == 1 ? "a column is" : unlisted.size() + " columns are")
              + " neither masked nor safe. Put under 'columns: mask:' (or the names alone under"
              + " 'columns: safe:'):\n      "
              + String.join("\n      ", unlisted));
    }
  }

  private void checkKey(Reference reference) {
    for (int i = 0; i < reference.fromColumns().size(); i++) {
      Optional<Rule<MaskSpec>> from = rule(reference.from(), reference.fromColumns().get(i));
      Optional<Rule<MaskSpec>> to = rule(reference.to(), reference.toColumns().get(i));
      if (!meet(reference, from.map(Rule::value), to.map(Rule::value))) {
        problems.add(
            from.or(() -> to).map(Rule::path).orElse(""),
            reference.text()
                + ": both ends of a relation need the same mask, or none, and one that depends on"
                + " the value alone; here: "
                + from.map(r -> r.value().name()).orElse("none")
                + " and "
                + to.map(r -> r.value().name()).orElse("none"));
      } else if (from.isPresent() && to.isPresent()) {
        checkResults(reference, i, from.get(), to.get());
      }
    }
  }

  /** The same mask makes shorter results in a shorter column, and hashes case where it counts. */
  private void checkResults(
      Reference reference, int index, Rule<MaskSpec> from, Rule<MaskSpec> to) {
    if (from.value().name().equals("set-null")) {
      return;
    }
    Table child = catalog.table(reference.from()).orElseThrow();
    Table parent = catalog.table(reference.to()).orElseThrow();
    Column here = child.column(reference.fromColumns().get(index)).orElseThrow();
    Column there = parent.column(reference.toColumns().get(index)).orElseThrow();
    boolean sound =
        problem(from.value(), child, here).isEmpty()
            && problem(to.value(), parent, there).isEmpty();
    if (sound && !maskCheck.agree(from.value(), child, here, to.value(), parent, there)) {
      problems.add(
          from.path(),
          reference.text()
              + ": the mask '"
              + from.value().name()
              + "' gives different results on both ends, so they would no longer join: "
              + shape(here)
              + " and "
              + shape(there)
              + ". Make the columns alike, or choose a mask that does not depend on length and"
              + " case");
    }
  }

  private static String shape(Column column) {
    return column.type() + column.collation().map(c -> " " + c).orElse("");
  }

  /** An expression may spare the rows that refer; whether it does is counted after the masks. */
  private static boolean meet(Reference reference, Optional<MaskSpec> from, Optional<MaskSpec> to) {
    if (from.isEmpty() && to.isEmpty()) {
      return true;
    }
    boolean becomesNull = from.map(MaskSpec::name).filter("set-null"::equals).isPresent();
    boolean byRow =
        from.map(MaskSpec::name).filter(n -> n.equals("date-shift") || n.equals("sql")).isPresent();
    boolean mayBeSpared =
        reference.when().isPresent()
            && to.isEmpty()
            && from.map(MaskSpec::name).filter("sql"::equals).isPresent();
    return becomesNull || mayBeSpared || (from.equals(to) && !byRow);
  }

  private Optional<Rule<MaskSpec>> rule(TableName table, String column) {
    return Optional.ofNullable(masks.getOrDefault(table, Map.of()).get(column));
  }

  /** By column name, in the letters of the schema. */
  Map<String, MaskSpec> of(TableName table) {
    Map<String, MaskSpec> specs = new LinkedHashMap<>();
    masks.getOrDefault(table, Map.of()).forEach((column, rule) -> specs.put(column, rule.value()));
    return specs;
  }
}
