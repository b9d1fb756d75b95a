package io.rehydrate.daemon;

import io.rehydrate.clone.CloneParts;
import io.rehydrate.console.ConsoleBeans;
import io.rehydrate.console.RefreshPages;
import io.rehydrate.http.AuditOperations;
import io.rehydrate.http.CloneOperations;
import io.rehydrate.http.ContractValidator;
import io.rehydrate.http.DaemonsCheck;
import io.rehydrate.http.DumpAgeCheck;
import io.rehydrate.http.DumpOperations;
import io.rehydrate.http.LeftoverCheck;
import io.rehydrate.http.MeOperations;
import io.rehydrate.http.NightHealth;
import io.rehydrate.http.NightOperations;
import io.rehydrate.http.ProblemAnswer;
import io.rehydrate.http.RefOperations;
import io.rehydrate.http.RefPreviewOperations;
import io.rehydrate.http.RefreshOperations;
import io.rehydrate.http.RehearsalOperations;
import io.rehydrate.http.RunOperations;
import io.rehydrate.http.StaleNights;
import io.rehydrate.http.SweepOperations;
import io.rehydrate.http.TargetOperations;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.refresh.RefPreviews;
import io.rehydrate.run.LiveDaemons;
import io.rehydrate.run.State;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The beans of the API's and the console's routes, and of the health checks. */
final class HttpBeans {
  private HttpBeans() {}

  /**
   * @param stateClock that of the state's server
   */
  record Parts(State state, Clock stateClock, Clock clock, WorkerPools pools) {}

  /** A second call adds nothing. */
  static void addOnce(Map<String, Object> byName, Beans beans, Parts parts) {
    if (!byName.containsKey("contractValidator")) {
      add(byName, beans, parts);
    }
  }

  private static void add(Map<String, Object> byName, Beans beans, Parts parts) {
    ConsoleBeans.Operations operations =
        new ConsoleBeans.Operations(
            new DumpOperations(beans.store(), parts.clock()),
            new RunOperations(beans.journal(), beans.runs(), beans.progressReports().book()),
            new TargetOperations(
                beans.settings(),
                beans.admissions(),
                beans.contents(),
                beans.refreshes().protections()),
            new RefOperations(() -> beans.repository().map(GitRepository::refs).orElse(List.of())),
            new RefreshOperations((person, request) -> beans.refreshes().queue(person, request)),
            new NightOperations(beans.nights()::queue, parts.clock()),
            new AuditOperations(beans.audit()),
            new RehearsalOperations(beans.store(), beans.rehearsals()::request),
            new CloneOperations(beans.clones().map(CloneParts::clones)));
    byName.put("contractValidator", new ContractValidator());
    byName.put("problemAnswer", new ProblemAnswer(beans.access().refusals()));
    byName.put("meOperations", new MeOperations());
    byName.put("dumpOperations", operations.dumps());
    byName.put("runOperations", operations.runs());
    byName.put("targetOperations", operations.targets());
    byName.put("refOperations", operations.refs());
    RefPreviews previews = new RefPreviews(beans.settings(), beans.repository());
    byName.put(
        "refPreviewOperations",
        new RefPreviewOperations((dump, ref) -> previews.of(operations.dumps().dump(dump), ref)));
    byName.put("refreshOperations", operations.refreshes());
    byName.put("rehearsalOperations", operations.rehearsals());
    byName.put("nightOperations", operations.nights());
    byName.put("auditOperations", operations.audit());
    byName.put("cloneOperations", operations.clones());
    byName.put("sweepOperations", new SweepOperations(beans::recover));
    NightHealth health = new NightHealth(beans.nights(), parts.stateClock());
    byName.putAll(
        ConsoleBeans.of(
            new ConsoleBeans.Parts(
                beans.settings().nightly().zone(),
                parts.state(),
                beans.journal(),
                beans.runs(),
                beans.nights(),
                health,
                beans.livePlan()::resolve,
                beans.newestDump(),
                beans.access(),
                parts.stateClock()),
            operations,
            new RefreshPages.Checks(
                beans.refreshes()::check,
                (dump, request) ->
                    request
                        .ref()
                        .map(
                            ref ->
                                previews.of(
                                    dump, beans.admission().target(request.target()), ref))),
            parts.pools().add("checks", 1)));
    byName.put("newestDumpCheck", new DumpAgeCheck(beans.newestDump(), health));
    byName.put("staleNights", new StaleNights(beans.newestDump(), health, beans.journal()));
    byName.put("daemonsCheck", new DaemonsCheck(new LiveDaemons(beans.leases())));
    if (beans.aws().isPresent()) {
      byName.put("leftoverCheck", new LeftoverCheck(beans.leftovers()));
    }
  }
}
