package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.ServerLife;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Progress;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.store.StoredDump;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.camel.Variable;

/** A load that ends with the counting of the rows: nothing is exchanged. */
public final class TrialLoad {
  private final Settings settings;

  public TrialLoad(Settings settings) {
    this.settings = settings;
  }

  /**
   * Prepares what the steps of a load work on.
   *
   * @param target whose schemas were made for this, and are empty
   */
  public RefreshWork begin(
      @Variable("run") ActiveRun run,
      @Variable("trialTarget") Target target,
      @Variable("trialDump") StoredDump dump) {
    RunSessions sessions = new RunSessions((of, session) -> {}, settings.deadlines().refresh());
    run.onCancel(sessions::cut);
    List<SchemaSwapNames> schemas =
        target.schemas().entrySet().stream()
            .map(e -> new SchemaSwapNames(e.getKey(), e.getValue(), e.getValue(), e.getValue()))
            .toList();
    try (Connection session = sessions.open(target)) {
      for (SchemaSwapNames schema : schemas) {
        RunMarker.make(session, schema.incoming(), run.id());
      }
      RefreshWork work =
          new RefreshWork(
              target, dump, OptionFile.write(run.workDirectory(), target.login()), sessions);
      work.beside(
          new StagingSchemas(
              run.id(),
              0,
              target,
              schemas,
              AdmittedServer.unmarked(ServerIdentity.of(session), ServerLife.of(session))));
      work.servedBy(session.getMetaData().getDatabaseProductVersion());
      work.loadUnder(LoadingSettings.apply(session));
      run.progress().begin(RefreshSteps.LOAD, Progress.BYTES, work.bytes());
      return work;
    } catch (SQLException | IOException e) {
      throw new StageFailedException(
          ErrorCode.DUMP_UNTRIED,
          "The trial load can't begin: " + SqlErrors.describeAny(e),
          "Look at the scratch server, or set dump.verify=hashes",
          e);
    }
  }

  /** Ends the sessions of a load, and of what is done with it afterwards; from any thread. */
  public static void cut(RefreshWork work) {
    work.sessions().cut();
  }

  /** Removes what the load itself has put into the schemas; what was loaded stays. */
  public void clear(@Variable("refresh") RefreshWork work) {
    try (Connection session = work.sessions().open(work.target())) {
      for (SchemaSwapNames schema : work.incoming().schemas()) {
        RunMarker.drop(session, schema.incoming());
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.REFRESH_LOAD,
          "The marker of the load can't be removed (" + SqlErrors.describe(e) + ")",
          "Look at the server's log",
          e);
    }
  }
}
