package io.rehydrate.night;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.mask.Masks;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.PlanFile;
import io.rehydrate.plan.PlanResolver;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.HiddenLabels;
import io.rehydrate.schema.Schema;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.SourceRights;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The plan of this moment, checked against the source of this moment. */
public final class PlanLoader {
  private static final String SOURCE = "source";

  private final Settings settings;

  public PlanLoader(Settings settings) {
    this.settings = settings;
  }

  /**
   * Reads both and matches them; nothing is paid for before this went well.
   *
   * @throws InvalidException {@code plan.invalid} with every problem, {@code mask.key}
   */
  public ResolvedPlan resolve() {
    return resolve(catalog(login(), SOURCE, HiddenLabels::reveal));
  }

  private ResolvedPlan resolve(Catalog catalog) {
    Plan plan = PlanFile.read(settings.plan().file());
    ResolvedPlan resolved = PlanResolver.check(plan, catalog, Masks.check());
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
                          ErrorCode.MASK_KEY,
                          "The plan masks columns, and mask.key-file is not set",
                          "Make one: umask 077; head -c 32 /dev/urandom > mask.key")));
    }
  }

  /**
   * Checks what can be checked before anything is paid for. Where no URL of the source is given
   * that is the plan's text alone; the rest is checked on the scratch.
   *
   * @throws InvalidException {@code plan.invalid}, {@code mask.key}
   */
  public void check(ActiveRun run) {
    if (settings.source().login().isPresent()) {
      resolve();
      return;
    }
    PlanFile.read(settings.plan().file());
    run.log()
        .info(
            "without source.url the plan is checked against the scratch, before the first statement");
  }

  /**
   * As {@link #resolve}, against the scratch that a snapshot became.
   *
   * @param scratch the login that leads there
   */
  public ResolvedPlan resolveOn(ServerLogin scratch) {
    return resolve(catalog(scratch, "scratch", HiddenLabels::reveal));
  }

  /**
   * What the source declares at this moment, with no row looked at.
   *
   * @throws InvalidException {@code settings.invalid} where there is no {@code source.url}; {@code
   *     schema.rights} where the account may not see all tables; {@code schema.empty}
   */
  public Catalog source() {
    return catalog(login(), SOURCE, (session, catalog) -> catalog);
  }

  private ServerLogin login() {
    return settings
        .source()
        .login()
        .orElseThrow(
            () ->
                new InvalidException(
                    ErrorCode.SETTINGS_INVALID, "source.url is not set", "Set it"));
  }

  /** At AWS the rows are the scratch's, which its own account reads. */
  private boolean isRestored() {
    return settings.aws().isPresent();
  }

  /** A schema that holds nothing at all is the wrong one, or hidden from the account. */
  private static Catalog requireTables(Catalog catalog, String role) {
    List<String> empty =
        catalog.schemas().stream()
            .filter(schema -> schema.tables().isEmpty())
            .filter(schema -> schema.objects().isEmpty() || catalog.tables().isEmpty())
            .map(Schema::name)
            .toList();
    if (!empty.isEmpty()) {
      throw new InvalidException(
          ErrorCode.SCHEMA_EMPTY,
          "The " + role + "'s schema " + String.join(", ", empty) + " holds no table",
          "Check source.url and source.schemas, and that the account may see its tables");
    }
    return catalog;
  }

  /** What rows tell about definitions. */
  @FunctionalInterface
  private interface Completion {
    Catalog complete(Connection session, Catalog catalog) throws SQLException;
  }

  private Catalog catalog(ServerLogin login, String role, Completion completion) {
    try (Connection session = Sessions.open(login, role)) {
      session.setReadOnly(true);
      if (role.equals(SOURCE) && !isRestored()) {
        SourceRights.of(session).requireTables(login.username(), settings.source().schemas());
      }
      Catalog read = CatalogReader.read(session, settings.source().schemas());
      return completion.complete(session, requireTables(read, role));
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.SCHEMA_UNREADABLE,
          "The schemas of the " + role + " can't be read: " + SqlErrors.describe(e),
          "Check the account's grants with 'doctor'",
          e);
    }
  }
}
