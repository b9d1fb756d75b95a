package io.rehydrate.source;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.schema.Schema;
import io.rehydrate.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The bean of {@code source.kind=server}: the scratch is a server of ours, and the source is copied
 * to it.
 */
public final class ServerSource {
  private final Settings settings;
  private final String installation;
  private final ResourceBook book;
  private final Supplier<Set<RunId>> live;
  private final Function<ResolvedPlan, FirstPass> firstPass;

  /**
   * @param live the runs that continue, in whatever process
   * @param firstPass what of a plan's tables is copied first
   */
  public ServerSource(
      Settings settings,
      String installation,
      ResourceBook book,
      Supplier<Set<RunId>> live,
      Function<ResolvedPlan, FirstPass> firstPass) {
    this.settings = settings;
    this.installation = installation;
    this.book = book;
    this.live = live;
    this.firstPass = firstPass;
  }

  /** Copies the source to the scratch, as {@link ServerCopy#copy} says. */
  public Scratch copy(ActiveRun run, ResolvedPlan plan) {
    CopySettings copying = CopySettings.of(settings);
    hidden(copying, plan).forEach(sentence -> told(run, sentence));
    FirstPass first = firstPass.apply(plan);
    first.whole().forEach((table, why) -> run.log().info(table + " is copied as a whole: " + why));
    ServerCopy copy = new ServerCopy(copying, installation, book, run.log()::info, run.progress());
    run.onCancel(copy::close);
    return copy.copy(run.id(), plan, first, live.get());
  }

  private static void told(ActiveRun run, String sentence) {
    run.log().info("warning: " + sentence);
    run.addReportNote(() -> sentence);
  }

  /** What the dump may lack, since the account does not see it. */
  private static List<String> hidden(CopySettings copying, ResolvedPlan plan) {
    try (Connection session = Sessions.open(copying.source(), "source")) {
      SourceRights rights = SourceRights.of(session);
      List<String> sentences = new ArrayList<>();
      for (Schema schema : plan.catalog().schemas()) {
        List<String> missing = rights.missing(schema.name());
        if (!rights.seesRoutines(schema.name())) {
          sentences.add(
              "The source account does not see routines of others on "
                  + schema.name()
                  + ": where there are any, they are not in the dump ("
                  + rights.grantOfRoutines(schema.name())
                  + ").");
        }
        if (!missing.isEmpty()) {
          sentences.add(
              "The source account lacks "
                  + String.join(", ", missing)
                  + " on "
                  + schema.name()
                  + ": views, triggers or events that it does not see are not in the dump.");
        }
      }
      return sentences;
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.SCHEMA_UNREADABLE,
          "The rights of the source account can't be read: " + SqlErrors.describe(e),
          "Check the account with 'doctor'",
          e);
    }
  }
}
