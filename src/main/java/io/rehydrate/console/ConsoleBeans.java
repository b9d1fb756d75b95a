package io.rehydrate.console;

import io.rehydrate.http.Access;
import io.rehydrate.http.AuditOperations;
import io.rehydrate.http.CloneOperations;
import io.rehydrate.http.DumpOperations;
import io.rehydrate.http.NewestDump;
import io.rehydrate.http.NightHealth;
import io.rehydrate.http.NightOperations;
import io.rehydrate.http.RefOperations;
import io.rehydrate.http.RefreshOperations;
import io.rehydrate.http.RehearsalOperations;
import io.rehydrate.http.RunOperations;
import io.rehydrate.http.TargetOperations;
import io.rehydrate.night.Nights;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.Journal;
import io.rehydrate.run.RunHistory;
import io.rehydrate.run.Runs;
import io.rehydrate.run.State;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The beans of the console's routes. */
public final class ConsoleBeans {
  private ConsoleBeans() {}

  /**
   * What the pages show besides the answers of the operations.
   *
   * @param zone of all times
   */
  public record Parts(
      ZoneId zone,
      State state,
      Journal journal,
      Runs runs,
      Nights nights,
      NightHealth health,
      Supplier<ResolvedPlan> plan,
      NewestDump newest,
      Access access,
      Clock clock) {}

  /** The operations of the API. */
  public record Operations(
      DumpOperations dumps,
      RunOperations runs,
      TargetOperations targets,
      RefOperations refs,
      RefreshOperations refreshes,
      NightOperations nights,
      AuditOperations audit,
      RehearsalOperations rehearsals,
      CloneOperations clones) {}

  /**
   * By the names that the routes use.
   *
   * @param refreshes what is known of a refresh before it is queued
   * @param worker of one thread, for checks of dumps
   */
  public static Map<String, Object> of(
      Parts parts, Operations operations, RefreshPages.Checks refreshes, Executor worker) {
    Console console =
        new Console(
            new Templates(), new Shown(parts.clock(), parts.zone()), operations.clones().isOn());
    RunHistory history = new RunHistory(parts.state(), parts.journal());
    DumpChecks checks = new DumpChecks(parts.journal(), parts.clock(), worker);
    Map<String, Object> beans = new HashMap<>();
    beans.put("auditPage", new AuditPage(console, operations.audit(), parts.zone()));
    beans.put(
        "usersPage",
        new UsersPage(
            console,
            parts.access().users(),
            parts.access().tokens(),
            parts.access().signIns(),
            parts.clock()));
    beans.put("rehearsalPage", new RehearsalPage(console, operations.rehearsals()));
    RecentRefs refs = new RecentRefs(operations.refs(), parts.clock());
    beans.put("clonePages", new ClonePages(console, operations.clones(), operations.dumps(), refs));
    beans.put("targetPages", new TargetPages(console, operations.targets()));
    beans.putAll(pages(console, parts, operations, refreshes, refs, history, checks));
    return beans;
  }

  private static Map<String, Object> pages(
      Console console,
      Parts parts,
      Operations operations,
      RefreshPages.Checks refreshes,
      RecentRefs refs,
      RunHistory history,
      DumpChecks checks) {
    return Map.of(
        "problemPage",
        new ProblemPage(console),
        "overviewPage",
        new OverviewPage(
            console,
            operations.dumps(),
            operations.runs(),
            operations.targets(),
            parts.nights(),
            parts.health(),
            new NightStrip(parts.nights(), history, parts.clock(), parts.zone())),
        "refreshPages",
        new RefreshPages(
            console,
            operations.targets(),
            operations.dumps(),
            refs,
            operations.refreshes(),
            operations.rehearsals(),
            refreshes),
        "runPage",
        new RunPage(
            console, operations.runs(), parts.journal(), parts.runs(), history, parts.clock()),
        "runForms",
        new RunForms(operations.runs(), operations.nights(), parts.clock()),
        "dumpPages",
        new DumpPages(console, operations.dumps(), operations.rehearsals(), checks),
        "dumpForms",
        new DumpForms(operations.dumps(), checks, parts.zone()),
        "trendsPage",
        new TrendsPage(console, parts.journal(), history, operations.dumps(), parts.clock()),
        "planPage",
        new PlanPage(console, parts.plan(), parts.newest()::find),
        "errorsPage",
        new ErrorsPage(console));
  }
}
