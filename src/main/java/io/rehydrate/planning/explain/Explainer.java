package io.rehydrate.planning.explain;

import io.rehydrate.dump.Attachments;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.night.PlanLoader;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.PlanFile;
import io.rehydrate.plan.PlanResolver;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.NearestName;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says of one row of the source what the plan of the last dump makes of it. Reads some rows around
 * it, and never the whole.
 */
public final class Explainer {
  private final Settings settings;
  private final PlanLoader livePlan;
  private final Store store;
  private final Clock clock;

  public Explainer(Settings settings, PlanLoader livePlan, Store store, Clock clock) {
    this.settings = settings;
    this.livePlan = livePlan;
    this.store = store;
    this.clock = clock;
  }

  /**
   * @param tableName {@code table} or {@code schema.table}
   * @param key its primary key, several columns between commas
   * @throws NotFoundException {@code table.unknown}, {@code row.unknown}
   * @throws InvalidException {@code explain.key}
   */
  public Explanation explain(String tableName, String key, Duration patience) {
    Optional<StoredDump> dump = store.list().stream().findFirst();
    Optional<String> text =
        dump.flatMap(d -> Attachments.read(d.folder(), d.manifest(), Attachments.PLAN));
    Plan plan =
        text.map(t -> PlanFile.parse(Attachments.PLAN, t))
            .orElseGet(() -> PlanFile.read(settings.plan().file()));
    ResolvedPlan resolved =
        PlanResolver.check(
            plan.lenient(), livePlan.source(), (mask, table, column) -> Optional.empty());
    Instant time = dump.map(d -> d.manifest().asOf()).orElse(clock.instant());
    Table table = table(resolved, tableName);
    List<String> notes = new ArrayList<>();
    if (dump.isPresent() && text.isEmpty()) {
      notes.add("the dump does not hold its plan; the plan of this moment counts");
    }
    ZonedDateTime asOf = time.atZone(settings.nightly().zone());
    try (ReadOnlySource source =
        ReadOnlySource.open(
            settings.source().login().orElseThrow(),
            asOf,
            clock,
            new ReadOnlySource.Limits(patience, patience))) {
      RowExplainer.Answer answer = RowExplainer.on(resolved, source, asOf).explain(table, key);
      return new Explanation(
          answer.verdict(), time, dump.map(StoredDump::id), answer.steps(), notes);
    }
  }

  private static Table table(ResolvedPlan plan, String name) {
    List<Table> found =
        plan.catalog().tables().stream()
            .filter(t -> t.name().table().equals(name) || t.name().toString().equals(name))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    List<String> known = plan.tables().keySet().stream().map(TableName::table).toList();
    if (found.isEmpty()) {
      throw new NotFoundException(
          ErrorCode.TABLE_UNKNOWN,
          "There is no table '" + name + "' in the source",
          NearestName.of(name, known)
              .map(near -> "Did you mean '" + near + "'?")
              .orElse("'plan check' lists them"));
    }
    throw new InvalidException(
        ErrorCode.TABLE_AMBIGUOUS,
        "The table '" + name + "' lies in several schemas",
        "Say which, as schema.table");
  }
}
