package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.refresh.KeptTables;
import io.rehydrate.refresh.Readiness;
import io.rehydrate.refresh.RefPreviews;
import io.rehydrate.refresh.RefreshRequest;
import io.rehydrate.refresh.TargetHolds;
import io.rehydrate.run.Figures;
import io.rehydrate.run.Journal;
import io.rehydrate.run.JournalAudit;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunKind;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.store.StoredDump;
import java.io.Console;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code refresh}: one refresh now, in the foreground. */
@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    description = "Brings a dump, and a ref's migrations, into a target.")
final class RefreshCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "T",
      description = "One of the configured targets.")
  private String target;

  @Option(
      names = "--dump",
      paramLabel = "ID",
      defaultValue = "latest",
      description = "A dump's id, or latest (the default).")
  private String dump;

  @Option(
      names = "--ref",
      paramLabel = "REF",
      description = "A branch or tag whose migrations run; without it none do.")
  private Optional<String> ref;

  @Option(names = "--yes", description = "Does not ask before the target's tables are replaced.")
  private boolean yes;

  @Option(
      names = "--override",
      description = "Also if somebody else has protected the target; the audit records this.")
  private boolean override;

  @Option(
      names = "--dry-run",
      description = "Checks everything that can be checked, and changes nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Shutdown shutdown = Shutdown.of(beans.runs()::stopForGood, beans);
      RefreshRequest request = new RefreshRequest(target, dump, ref, override, Optional.empty());
      if (dryRun) {
        dryRun(beans, request);
        return 0;
      }
      Run queued =
          Audited.request(
              beans,
              RunKind.REFRESH,
              target,
              JournalAudit.asked(dump, ref),
              () -> queued(beans, request));
      return shutdown.during(() -> Foreground.run(beans, "direct:refresh", queued));
    }
  }

  private Run queued(Beans beans, RefreshRequest request) {
    requireUnprotected(beans);
    requireConsent(
        beans.contents().of(beans.admission().target(target).name()),
        beans.settings().refresh().inPlace() && !beans.admission().target(target).isClone());
    beans.recover();
    beans.runs().requireFree(Journal.leaseOf(target));
    return beans.refreshes().queueOwn(CommandContext.actor(), request);
  }

  private void requireUnprotected(Beans beans) {
    beans.refreshes().protections().require(CommandContext.actor(), target, override);
  }

  private void dryRun(Beans beans, RefreshRequest request) {
    requireUnprotected(beans);
    StoredDump found = beans.refreshes().check(request);
    Target checked = beans.admission().target(target);
    if (checked.isClone()) {
      beans.clones().orElseThrow().targetReady(target, ref.isPresent());
      Terminal.data(
          "The refresh could begin: the target "
              + target
              + " is a clone, there is room for a copy of the dump "
              + found.id());
    } else {
      server(beans, beans.admission().check(target, ref.isPresent()), found);
    }
    ref.map(
            asked ->
                new RefPreviews(beans.settings(), beans.repository()).of(found, checked, asked))
        .ifPresent(preview -> preview.lines().forEach(Terminal::data));
  }

  private void server(Beans beans, Target checked, StoredDump found) {
    new Readiness(beans.settings())
        .require(checked, ref.isPresent(), found.manifest())
        .forEach(doubt -> Terminal.message("warning: " + doubt));
    new KeptTables(beans.settings(), checked)
        .rows()
        .forEach(
            (table, rows) -> Terminal.message("kept: " + table + ": " + Counted.of(rows, "row")));
    Terminal.data(
        "The refresh could begin: target "
            + target
            + " is admitted, its accounts have their rights, and the dump "
            + found.id()
            + (ref.isPresent() ? " and the ref exist" : " exists")
            + (beans.settings().refresh().inPlace()
                ? "; in place: its tables are dropped before the dump is loaded"
                : ""));
  }

  private void requireConsent(Optional<TargetHolds> holds, boolean inPlace) {
    Console console = System.console();
    if (yes) {
      return;
    }
    if (console == null) {
      throw new InvalidException(
          ErrorCode.REFRESH_UNCONFIRMED,
          "A refresh replaces every table of " + target,
          "Say --yes where nobody can be asked");
    }
    String answer =
        console.readLine(
            "Every table of %s%s will be replaced%s. Type its name to continue: ",
            target,
            holds.map(RefreshCommand::told).orElse(""),
            inPlace ? ", in place: if that fails, the target has no tables" : "");
    if (!target.equals(answer)) {
      throw new InvalidException(
          ErrorCode.REFRESH_UNCONFIRMED,
          "Not confirmed; nothing was changed",
          "Type the target's name, or say --yes");
    }
  }

  /** What would be lost. */
  private static String told(TargetHolds holds) {
    return " (dump "
        + holds.dump()
        + (holds.ref().isEmpty() ? "" : " with " + holds.ref())
        + ", refreshed "
        + Figures.time(holds.at())
        + " by "
        + holds.by()
        + ")";
  }
}
