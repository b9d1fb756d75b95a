package io.rehydrate.night;

import io.rehydrate.error.InvalidException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.mask.Masks;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.PlanCheck;
import io.rehydrate.plan.PlanReader;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.server.Sessions;
import io.rehydrate.server.SqlErrors;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;

/** The plan of this moment, checked against the source of this moment. */
public final class LivePlan {
  private final Settings settings;

  public LivePlan(Settings settings) {
    this.settings = settings;
  }

  /**
   * Reads both and matches them; nothing is paid for before this went well.
   *
   * @throws InvalidException {@code plan.invalid} with every problem, {@code mask.key}
   */
  public ResolvedPlan resolve() {
    Plan plan = PlanReader.read(settings.plan().file());
    ResolvedPlan resolved = PlanCheck.check(plan, source(), Masks::problem);
    requireMaskKey(resolved);
    return resolved;
  }

  /**
   * A plan that masks anything needs a sound key.
   *
   * @throws InvalidException {@code mask.key}
   */
  public void requireMaskKey(ResolvedPlan resolved) {
    if (resolved.masksAnything()) {
      MaskKey.read(
          settings
              .maskKeyFile()
              .orElseThrow(
                  () ->
                      new InvalidException(
                          "mask.key",
                          "The plan masks columns, and mask.key-file is not set",
                          "Make one: umask 077; head -c 32 /dev/urandom > mask.key")));
    }
  }

  /**
   * What the source declares at this moment.
   *
   * @throws InvalidException {@code settings.invalid} where there is no {@code source.url}
   */
  public Catalog source() {
    ServerLogin login =
        settings
            .source()
            .login()
            .orElseThrow(
                () -> new InvalidException("settings.invalid", "source.url is not set", "Set it"));
    try (Connection session = Sessions.open(login, "source")) {
      session.setReadOnly(true);
      return CatalogReader.read(session, settings.source().schemas());
    } catch (SQLException e) {
      throw new StageFailedException(
          "schema.unreadable",
          "The source's schema can't be read: " + SqlErrors.describe(e),
          "Check the account's grants with 'doctor'",
          e);
    }
  }
}
