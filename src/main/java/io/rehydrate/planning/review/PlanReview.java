package io.rehydrate.planning.review;

import io.rehydrate.dehydrate.compile.Edge;
import io.rehydrate.dehydrate.compile.ReferenceGraph;
import io.rehydrate.dump.Attachments;
import io.rehydrate.dump.RetentionShareWarning;
import io.rehydrate.dump.SchemaShape;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.InvalidException;
import io.rehydrate.mask.Masks;
import io.rehydrate.night.PlanLoader;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.PlanFile;
import io.rehydrate.plan.PlanResolver;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.planning.probe.RelationMeasure;
import io.rehydrate.schema.Catalog;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Looks at the plan, the source's schema, its data and the last dump, and says what it thinks. */
public final class PlanReview {
  private static final Duration LONGEST_QUERY = Duration.ofSeconds(10);

  private final Settings settings;
  private final PlanLoader livePlan;
  private final Store store;
  private final Clock clock;

  public PlanReview(Settings settings, PlanLoader livePlan, Store store, Clock clock) {
    this.settings = settings;
    this.livePlan = livePlan;
    this.store = store;
    this.clock = clock;
  }

  /**
   * @param patience how long the data may be looked at; zero: not at all
   * @throws InvalidException where the plan can't be read
   */
  public Review review(Duration patience) {
    Plan plan = PlanFile.read(settings.plan().file());
    Catalog catalog = livePlan.source();
    List<Finding> findings = new ArrayList<>();
    Optional<StoredDump> last = lastDump();
    last.ifPresent(
        dump -> {
          findings.addAll(drift(dump, catalog));
          RetentionShareWarning.warning(dump.manifest(), settings.plan().maxKept())
              .ifPresent(
                  w -> findings.add(Finding.warning("plan.kept", dump.id().toString(), w, "")));
        });
    PlanResolver.Outcome outcome = PlanResolver.examine(plan, catalog, Masks.check());
    outcome
        .problems()
        .forEach(p -> findings.add(problem("plan.invalid", p.line(), p.where(), p.what(), "")));
    Map<Reference, RelationMeasure.Found> measured = new LinkedHashMap<>();
    outcome
        .plan()
        .ifPresent(
            checked -> {
              maskKey(checked, findings);
              ReferenceGraph ties = new ReferenceGraph(checked);
              findings.addAll(DefinitionFindings.of(catalog));
              findings.addAll(TableFindings.of(checked, ties, outcome));
              findings.addAll(CheckFindings.of(checked));
              ties.all().forEach(t -> findings.addAll(declared(checked, t)));
              measured.putAll(measure(checked, patience, findings));
            });
    findings.sort(Comparator.comparing(Finding::level));
    return new Review(outcome.plan(), List.copyOf(findings), measured, last.map(StoredDump::id));
  }

  private Optional<StoredDump> lastDump() {
    return store.list().stream().findFirst();
  }

  private static List<Finding> drift(StoredDump dump, Catalog catalog) {
    try {
      return Attachments.shape(dump.folder(), dump.manifest())
          .map(then -> Drift.between(dump.id(), then, SchemaShape.of(catalog)))
          .orElse(List.of());
    } catch (CorruptDumpException e) {
      return List.of(
          Finding.warning("drift.unknown", dump.id().toString(), e.getMessage(), e.hint()));
    }
  }

  private static Finding problem(
      String code, OptionalInt line, String where, String what, String remedy) {
    return new Finding(Finding.Level.PROBLEM, code, line, where, what, remedy);
  }

  private void maskKey(ResolvedPlan plan, List<Finding> findings) {
    try {
      livePlan.requireMaskKey(plan);
    } catch (InvalidException e) {
      findings.add(
          problem(e.code(), OptionalInt.empty(), "mask.key-file", e.getMessage(), e.hint()));
    }
  }

  private static List<Finding> declared(ResolvedPlan plan, Edge tie) {
    return RelationFindings.of(ColumnRelation.of(plan, tie.reference()), tie);
  }

  private Map<Reference, RelationMeasure.Found> measure(
      ResolvedPlan plan, Duration patience, List<Finding> findings) {
    if (patience.isZero()) {
      return Map.of();
    }
    ZonedDateTime now = clock.instant().atZone(settings.nightly().zone());
    try (ReadOnlySource source =
        ReadOnlySource.open(
            settings.source().login().orElseThrow(),
            now,
            clock,
            new ReadOnlySource.Limits(LONGEST_QUERY, patience))) {
      DataFindings data = new DataFindings(plan, source, now);
      data.look();
      findings.addAll(data.findings());
      return data.measured();
    }
  }
}
