package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.Releaser;
import io.rehydrate.run.Resource;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TargetName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a target to one end or the other after a refresh that stopped anywhere: wholly new where
 * the exchange had happened, else wholly as it was. Safe to repeat, and to stop anywhere itself.
 */
public final class Recovery implements Releaser {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Map<TargetName, Target> targets;
  private final TargetSessions sessions;
  private final BiConsumer<TargetName, TargetHolds> holds;

  /**
   * @param holds takes what a target turns out to hold
   */
  public Recovery(
      Map<TargetName, Target> targets,
      TargetSessions sessions,
      BiConsumer<TargetName, TargetHolds> holds) {
    this.targets = Map.copyOf(targets);
    this.sessions = sessions;
    this.holds = holds;
  }

  @Override
  public String kind() {
    return StagingSchemaSetup.KIND;
  }

  /**
   * @throws StageFailedException {@code refresh.recovery} where the server refuses, {@code
   *     refresh.target-gone} where the settings know the target no more
   */
  @Override
  public void release(Resource resource) {
    Target target = target(resource);
    IncomingDetail detail = IncomingDetail.parse(resource.detail());
    try (Connection session = sessions.open(target)) {
      new RecoveryProof(target, resource.run(), detail).require(session);
      TargetLock.take(session, target.name());
      Sessions.run(session, "SET SESSION lock_wait_timeout = 10", "SET SESSION sql_mode = ''");
      endBranch(session, target, detail);
      if (recover(session, detail)) {
        detail.held().ifPresent(held -> holds.accept(target.name(), held));
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.REFRESH_RECOVERY,
          "The target "
              + target.name()
              + " can't be put right after an interrupted refresh ("
              + SqlErrors.describe(e)
              + ")",
          "It is tried again at the next start, refresh or 'sweep'",
          e);
    }
  }

  private Target target(Resource resource) {
    return targets.values().stream()
        .filter(t -> t.name().value().equals(resource.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new StageFailedException(
                    ErrorCode.REFRESH_TARGET_GONE,
                    "An interrupted refresh left schemas on the target "
                        + resource.name()
                        + ", which is not in the settings any more",
                    "Put target." + resource.name() + ".url back, and run 'sweep'"));
  }

  /** What a branch left running could make the schemas again, or keep them from being dropped. */
  private static void endBranch(Connection session, Target target, IncomingDetail detail)
      throws SQLException {
    if (target.migrationLogin().isEmpty()) {
      return;
    }
    for (SchemaSwapNames schema : detail.schemas()) {
      if (new MovableTables(session).schemaExists(schema.incoming())) {
        new ObjectMaker(session, schema.incoming()).dropEvents();
      }
    }
    ServerLogin login = target.migrationLogin().get();
    try (Connection migrator =
        Sessions.open(
            login.withUrl(login.url().withoutSchema()),
            "target " + target.name() + " (migration account)",
            Bounds.QUESTIONS)) {
      if (ServerIdentity.of(migrator).matches(ServerIdentity.of(session))) {
        boolean shared = target.sharesAccounts();
        new LingeringSessions(migrator, session, detail.schemas(), shared).end();
      }
    } catch (StageFailedException e) {
      LOG.warn("Sessions of the migration account may still be open: {}", e.getMessage());
    }
  }

  /** Whether the target holds the new tables afterwards. */
  private static boolean recover(Connection session, IncomingDetail detail) throws SQLException {
    Reached reached = reached(session, detail);
    switch (reached) {
      case EXCHANGED -> finish(session, detail);
      case NOT_EXCHANGED -> new SwapRollback(session, detail).run();
      case CLEARED -> new SwapRollback(session, detail).clearAway();
    }
    return reached == Reached.EXCHANGED;
  }

  private enum Reached {
    NOT_EXCHANGED,
    EXCHANGED,
    CLEARED
  }

  /** Once all is in its place, the exchange table is dropped with its schema, whichever it is. */
  private static Reached reached(Connection session, IncomingDetail detail) throws SQLException {
    SchemaSwapNames first = detail.schemas().get(0);
    MovableTables tables = new MovableTables(session);
    if (tables.exists(new TableName(first.outgoing(), StagingSchemas.EXCHANGE_TABLE))) {
      return Reached.EXCHANGED;
    }
    return tables.exists(new TableName(first.incoming(), StagingSchemas.EXCHANGE_TABLE))
            && detail.exchanging()
        ? Reached.NOT_EXCHANGED
        : Reached.CLEARED;
  }

  /**
   * What the server refuses was reported when the run failed; to keep the old tables helps nobody.
   */
  private static void finish(Connection session, IncomingDetail detail) throws SQLException {
    SwapCompletion finish = new SwapCompletion(session, detail);
    Optional.of(finish.objects())
        .filter(refused -> !refused.isEmpty())
        .ifPresent(refused -> LOG.warn("Not made in the target: {}", String.join("; ", refused)));
    finish.clearAway();
  }
}
