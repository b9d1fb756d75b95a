package io.rehydrate.review;

import io.rehydrate.dehydrate.Tie;
import io.rehydrate.dehydrate.Ties;
import io.rehydrate.dump.Attachments;
import io.rehydrate.dump.KeptShare;
import io.rehydrate.dump.SchemaShape;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.InvalidException;
import io.rehydrate.mask.Masks;
import io.rehydrate.night.LivePlan;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.PlanCheck;
import io.rehydrate.plan.PlanReader;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.probe.Link;
import io.rehydrate.probe.LinkProbe;
import io.rehydrate.probe.SourceProbe;
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
  private final LivePlan livePlan;
  private final Store store;
  private final Clock clock;

  public PlanReview(Settings settings, LivePlan livePlan, Store store, Clock clock) {
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
    Plan plan = PlanReader.read(settings.plan().file());
    Catalog catalog = livePlan.source();
    List<Finding> findings = new ArrayList<>();
    Optional<StoredDump> last = lastDump();
    last.ifPresent(
        dump -> {
          findings.addAll(drift(dump, catalog));
          KeptShare.warning(dump.manifest(), settings.plan().maxKept())
              .ifPresent(
                  w -> findings.add(Finding.warning("plan.kept", dump.id().toString(), w, "")));
        });
    PlanCheck.Outcome outcome = PlanCheck.examine(plan, catalog, Masks.check());
    outcome
        .problems()
        .forEach(p -> findings.add(problem("plan.invalid", p.line(), p.where(), p.what(), "")));
    Map<Reference, LinkProbe.Found> measured = new LinkedHashMap<>();
    outcome
        .plan()
        .ifPresent(
            checked -> {
              maskKey(checked, findings);
              Ties ties = new Ties(checked);
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

  private static List<Finding> declared(ResolvedPlan plan, Tie tie) {
    return RelationFindings.of(Link.of(plan, tie.reference()), tie);
  }

  private Map<Reference, LinkProbe.Found> measure(
      ResolvedPlan plan, Duration patience, List<Finding> findings) {
    if (patience.isZero()) {
      return Map.of();
    }
    ZonedDateTime now = clock.instant().atZone(settings.nightly().zone());
    try (SourceProbe source =
        SourceProbe.open(
            settings.source().login().orElseThrow(),
            now,
            clock,
            new SourceProbe.Limits(LONGEST_QUERY, patience))) {
      DataFindings data = new DataFindings(plan, source, now);
      data.look();
      findings.addAll(data.findings());
      return data.measured();
    }
  }
}
