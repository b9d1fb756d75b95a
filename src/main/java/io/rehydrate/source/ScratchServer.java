package io.rehydrate.source;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * The server that copies are made on, for work next to them.
 *
 * @param sessions each is proven to be on that server
 */
public record ScratchServer(ServerLogin login, Supplier<Connection> sessions) {

  /** The one of a night. */
  public static ScratchServer of(Scratch scratch) {
    return new ScratchServer(scratch.login(), scratch::open);
  }

  /**
   * The one of the settings, outside a night.
   *
   * @throws StageFailedException {@code rehearsal.scratch} where there is none by day
   * @throws io.rehydrate.error.RefusedException {@code guard.source}
   */
  public static ScratchServer idle(Settings settings, String installation) {
    requireByDay(settings);
    ServerLogin login = settings.scratch().orElseThrow().login();
    ServerLogin source = settings.source().login().orElseThrow();
    try (Connection scratch = Sessions.open(login, "scratch");
        Connection production = Sessions.open(source, "source")) {
      new ScratchGuard(installation).requireNotTheSource(scratch, ServerIdentity.of(production));
      ServerIdentity identity = ServerIdentity.of(scratch);
      return new ScratchServer(login, () -> open(login, identity));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /**
   * Proves that there is one outside a night.
   *
   * @throws StageFailedException {@code rehearsal.scratch}
   */
  public static void requireByDay(Settings settings) {
    if (!settings.source().kind().equals("server") || settings.scratch().isEmpty()) {
      throw new StageFailedException(
          ErrorCode.REHEARSAL_SCRATCH,
          "With source.kind="
              + settings.source().kind()
              + " a scratch exists during a night alone, so nothing can be rehearsed now",
          "Set migrations.rehearse: the next night rehearses these refs with its own dump");
    }
  }

  private static Connection open(ServerLogin login, ServerIdentity identity) {
    Connection session = Sessions.open(login, "scratch");
    try {
      ServerIdentity here = ServerIdentity.of(session);
      if (!here.matches(identity)) {
        throw Scratch.another(here);
      }
      return session;
    } catch (SQLException e) {
      close(session);
      throw unreadable(e);
    } catch (RuntimeException e) {
      close(session);
      throw e;
    }
  }

  private static void close(Connection session) {
    try {
      session.close();
    } catch (SQLException e) {
      return; // it is of no use any more
    }
  }

  private static StageFailedException unreadable(SQLException e) {
    return new StageFailedException(
        ErrorCode.SCRATCH_UNREADABLE,
        "The scratch can't be asked who it is (" + SqlErrors.describe(e) + ")",
        "Look at the scratch's server and its log",
        e);
  }
}
