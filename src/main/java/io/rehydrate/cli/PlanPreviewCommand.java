package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.planning.preview.MaskPreview;
import io.rehydrate.settings.NearestName;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plan preview}: what the masks of one table make of made-up values. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description =
        "Shows what the masks of a table make of made-up values, never of real ones: the masks' own"
            + " SQL, on the scratch server, or on the source where scratch.url is not set.")
final class PlanPreviewCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "table or schema.table")
  private String table;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      ResolvedPlan plan = beans.livePlan().resolve();
      ResolvedPlan.Rule rule = rule(plan);
      List<MaskPreview.Line> lines = lines(beans.settings(), rule);
      if (json) {
        Terminal.json(lines);
        return 0;
      }
      Terminal.table(
          List.of("COLUMN", "MASK", "MADE-UP VALUE", "BECOMES"),
          lines.stream()
              .map(
                  l ->
                      List.of(
                          l.column(),
                          l.mask(),
                          l.before().orElse("NULL"),
                          l.after().orElse("NULL")))
              .toList());
      Terminal.message(
          lines.isEmpty()
              ? "No column of " + rule.table().name() + " is masked"
              : "The key is made up as well: a night's results are others, of the same look");
      return 0;
    }
  }

  private ResolvedPlan.Rule rule(ResolvedPlan plan) {
    List<ResolvedPlan.Rule> found =
        plan.tables().values().stream()
            .filter(
                r ->
                    r.table().name().table().equals(table)
                        || r.table().name().toString().equals(table))
            .toList();
    if (found.size() > 1) {
      throw new InvalidException(
          ErrorCode.TABLE_AMBIGUOUS, "Several schemas have a table " + table, "Write schema.table");
    }
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    ErrorCode.TABLE_UNKNOWN,
                    "There is no table "
                        + table
                        + NearestName.question(
                            table,
                            plan.tables().keySet().stream().map(name -> name.table()).toList()),
                    "Give one of the source's tables"));
  }

  private static List<MaskPreview.Line> lines(Settings settings, ResolvedPlan.Rule rule) {
    boolean scratch = settings.scratch().isPresent();
    String role = scratch ? "scratch" : "source";
    ServerLogin login =
        scratch ? settings.scratch().get().login() : settings.source().login().orElseThrow();
    try (Connection session = Sessions.open(login, role)) {
      session.setReadOnly(true);
      return MaskPreview.of(session, rule);
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.PREVIEW_FAILED,
          "The masks of "
              + rule.table().name()
              + " did not run on the "
              + role
              + " server: "
              + SqlErrors.describe(e),
          "A mask of type sql may name what a row of constants has not; look at the others with"
              + " 'plan sql'",
          e);
    }
  }
}
