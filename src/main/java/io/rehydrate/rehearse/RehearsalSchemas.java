package io.rehydrate.rehearse;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.refresh.RefreshWork;
import io.rehydrate.refresh.TrialAccount;
import io.rehydrate.refresh.TrialLoad;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TargetName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Schemas on the scratch that a dump is loaded into for rehearsals, and the account for them. */
final class RehearsalSchemas {
  private static final int LOCK_WAIT_SECONDS = 30;

  private final Settings settings;
  private final ResourceBook book;
  private final RunningPrograms programs;
  private final Clock clock;

  RehearsalSchemas(Settings settings, ResourceBook book, RunningPrograms programs, Clock clock) {
    this.settings = settings;
    this.book = book;
    this.programs = programs;
    this.clock = clock;
  }

  /** Makes empty schemas, and an account with rights on them alone. */
  RefreshWork load(ActiveRun run, RehearsalWork work) {
    ServerLogin login = work.scratch().login();
    Target target;
    try (Connection session = work.scratch().sessions().get()) {
      work.schemas().make(session);
      target =
          new Target(
              new TargetName("scratch"),
              login,
              work.schemas().names(),
              Set.of(),
              Map.of(),
              Optional.empty(),
              Optional.of(account(session, login, run, work)));
    } catch (SQLException e) {
      throw blocked(
          work,
          new StageFailedException(
              ErrorCode.REHEARSAL_LOAD,
              "The schemas for a rehearsal can't be made on the scratch: " + SqlErrors.describe(e),
              "Look at the scratch server",
              e));
    }
    RefreshWork loading = new TrialLoad(settings).begin(run, target, work.dump());
    work.loading(loading, clock, () -> programs.endAll(run.workDirectory()));
    return loading;
  }

  private ServerLogin account(
      Connection session, ServerLogin login, ActiveRun run, RehearsalWork work) {
    try {
      return TrialAccount.make(session, login, run.id(), work.schemas().names().values(), book);
    } catch (SQLException e) {
      throw blocked(
          work,
          new StageFailedException(
              ErrorCode.REHEARSAL_ACCOUNT,
              "The scratch's account "
                  + login.username()
                  + " can't make the account under which migrations run ("
                  + SqlErrors.describe(e)
                  + ")",
              "GRANT CREATE USER ON *.* to it, and ALL PRIVILEGES ON `rehydrate\\_%`.* WITH GRANT"
                  + " OPTION",
              e));
    }
  }

  private static StageFailedException blocked(RehearsalWork work, StageFailedException why) {
    work.isBlockedBy(why);
    return why;
  }

  /** Removes the schemas; those that migrations have changed serve no other ref. */
  void unload(ActiveRun run, RehearsalWork work) {
    work.loaded().ifPresent(TrialLoad::cut);
    work.unloaded();
    try (Connection session = work.scratch().sessions().get()) {
      TrialAccount.endSessions(session, run.id());
      LoadingSettings.apply(session);
      Sessions.run(session, "SET SESSION lock_wait_timeout = " + LOCK_WAIT_SECONDS);
      work.schemas().drop(session);
    } catch (SQLException | RuntimeException e) {
      work.isBlockedBy(
          new StageFailedException(
              ErrorCode.REHEARSAL_LOAD,
              "What was loaded for a rehearsal can't be removed: " + SqlErrors.describeAny(e),
              "The end of the run tries again; look at the scratch server",
              e));
    }
  }

  /** Removes all that was made for the rehearsals; what is left is removed with the run. */
  void end(ActiveRun run, RehearsalWork work) {
    work.close();
    unload(run, work);
    try (Connection session = work.scratch().sessions().get()) {
      TrialAccount.drop(session, run.id());
    } catch (SQLException | RuntimeException e) {
      run.log().info("the account of the rehearsals is left: " + SqlErrors.describeAny(e));
    }
  }
}
