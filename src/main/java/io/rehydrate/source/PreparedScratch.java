package io.rehydrate.source;

import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.HiddenLabels;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bean of kinds that fill the scratch by means of their own: takes what is there by now as the
 * night's scratch.
 */
public final class PreparedScratch {
  private final Settings settings;
  private final ScratchGuard guard;

  /**
   * @param installation the id that marks what this installation makes
   */
  public PreparedScratch(Settings settings, String installation) {
    this.settings = settings;
    this.guard = new ScratchGuard(installation);
  }

  /**
   * Takes the server at {@code scratch.url}, which holds the source's schemas already. Removing
   * them is the work of the kind's release route.
   *
   * @throws InvalidException {@code settings.invalid} where a URL is missing
   * @throws io.rehydrate.error.RefusedException {@code guard.source}
   * @throws StageFailedException {@code scratch.differs} where its tables are not those that the
   *     plan was checked against
   */
  public Scratch take(ActiveRun run, ResolvedPlan plan) {
    ServerLogin source = given(settings.source().login(), "source.url");
    ServerLogin login = given(settings.scratch().map(Settings.Scratch::login), "scratch.url");
    try (Connection production = Sessions.open(source, "source");
        Connection scratch = Sessions.open(login, "scratch")) {
      production.setReadOnly(true);
      ServerIdentity origin = ServerIdentity.of(production);
      guard.requireNotTheSource(scratch, origin);
      Catalog catalog =
          HiddenLabels.reveal(scratch, CatalogReader.read(scratch, settings.source().schemas()));
      requireTheSame(plan.catalog(), catalog);
      run.log().info("the scratch holds " + Counted.of(catalog.tables().size(), "table"));
      return new Scratch(
          login,
          ServerIdentity.of(scratch),
          Optional.of(origin),
          catalog,
          source.url().address(),
          Optional.empty(),
          Map.of());
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.SCRATCH_UNREADABLE,
          "The scratch can't be read (" + SqlErrors.describe(e) + ")",
          "Check what the acquire route of the kind made there, and the account's rights",
          e);
    }
  }

  private static ServerLogin given(Optional<ServerLogin> login, String key) {
    return login.orElseThrow(
        () ->
            new InvalidException(
                ErrorCode.SETTINGS_INVALID, key + " is not set", "This source.kind needs it"));
  }

  private static void requireTheSame(Catalog checked, Catalog found) {
    List<String> different = ServerCopy.differing(checked, found);
    if (!different.isEmpty()) {
      throw new StageFailedException(
          ErrorCode.SCRATCH_DIFFERS,
          "The scratch's tables are not the source's: " + String.join(", ", different),
          "See that the acquire route of the kind brings a copy of the source as it is now");
    }
  }
}
