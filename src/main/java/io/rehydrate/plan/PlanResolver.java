package io.rehydrate.plan;

import io.rehydrate.error.InvalidException;
import io.rehydrate.plan.Plan.Core;
import io.rehydrate.plan.References.Placed;
import io.rehydrate.plan.ResolvedPlan.Rule;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks a plan against a schema: every table gets its rule, every name must exist. */
public final class PlanResolver {
  private PlanResolver() {}

  /**
   * What became of a check.
   *
   * @param plan empty where there are problems
   * @param unlisted tables that nothing of the plan names or leads to
   * @param inferred tables without a rule in the plan that their relations give one
   */
  public record Outcome(
      Optional<ResolvedPlan> plan,
      List<PlanProblem> problems,
      List<TableName> unlisted,
      List<TableName> inferred) {}

  /**
   * @param masks says which masks exist and where they fit
   * @throws InvalidException {@code plan.invalid}, with every problem
   */
  public static ResolvedPlan check(Plan plan, Catalog catalog, MaskCheck masks) {
    Problems problems = new Problems(plan.lines());
    Outcome outcome = check(plan, catalog, masks, problems);
    problems.throwIfAny();
    return outcome.plan().orElseThrow();
  }

  /** As {@link #check}, with the problems as values. */
  public static Outcome examine(Plan plan, Catalog catalog, MaskCheck masks) {
    return check(plan, catalog, masks, new Problems(plan.lines()));
  }

  private static Outcome check(Plan plan, Catalog catalog, MaskCheck masks, Problems problems) {
    TableLookup lookup = new TableLookup(catalog, problems);
    SqlChecks sql = new SqlChecks(catalog, problems);
    Map<TableName, Core> core = CoreTables.find(plan, lookup, sql, problems);
    TableEntries entries = TableEntries.match(plan, catalog, core.keySet(), lookup, problems);
    List<Placed> references = References.find(plan, catalog, lookup, sql, problems);
    boolean namesKnown = !problems.any();

    Map<TableName, RowRule> rules =
        RowRules.of(plan, catalog, core, entries, references, lookup, problems);
    int before = problems.count();
    List<Placed> followed = RowRules.followed(rules, entries, references, lookup, problems);
    boolean rootsKnown = namesKnown && problems.count() == before;
    ReferenceChecks checks = new ReferenceChecks(catalog, rules, followed, lookup, problems);
    checks.check();
    if (rootsKnown) {
      checks.followWithoutCore(entries);
    }
    MaskRules maskRules =
        MaskRules.of(
            plan,
            catalog,
            rules,
            followed,
            new ColumnMasks(plan, entries, lookup, problems),
            masks,
            lookup,
            problems);
    sql.requireRows(core, rules, plan);
    catalog.tables().forEach(table -> sql.masks(table, maskRules.of(table.name())));
    Map<TableName, Map<String, Set<String>>> exempt = Exemptions.find(plan, catalog, problems);
    if (!problems.any()) {
      RowRules.requireBeginning(rules, problems);
    }
    List<TableName> unlisted = RowRules.withoutRule(rules.keySet(), core, entries, references);
    List<TableName> inferred =
        rules.keySet().stream()
            .filter(table -> !core.containsKey(table) && entries.rows(table).isEmpty())
            .filter(table -> !unlisted.contains(table))
            .toList();
    if (problems.any()) {
      return new Outcome(Optional.empty(), problems.sorted(), unlisted, inferred);
    }

    Map<TableName, Rule> resolved = new LinkedHashMap<>();
    rules.forEach(
        (table, rule) ->
            resolved.put(
                table,
                new Rule(
                    catalog.table(table).orElseThrow(),
                    rule,
                    Optional.ofNullable(core.get(table)),
                    maskRules.of(table),
                    exempt.getOrDefault(table, Map.of()))));
    ResolvedPlan checked =
        new ResolvedPlan(
            catalog,
            Collections.unmodifiableMap(resolved),
            followed.stream().map(Placed::reference).toList(),
            plan.text(),
            plan.sha256());
    return new Outcome(Optional.of(checked), List.of(), unlisted, inferred);
  }
}
