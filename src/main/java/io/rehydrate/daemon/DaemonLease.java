package io.rehydrate.daemon;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.run.LeaseOwner;
import io.rehydrate.run.LiveDaemons;
import io.rehydrate.settings.Settings;

/**
 * The lease of the daemon itself. On SQLite it is one for all, since two daemons would not see each
 * other's files; on a server each daemon has one of its own, so that the others can name it.
 */
public final class DaemonLease {
  private DaemonLease() {}

  /** The name of the lease that a daemon with these settings holds. */
  public static String name(Settings settings) {
    return settings.state().isSqlite()
        ? LiveDaemons.ONLY
        : LiveDaemons.leaseOf(LeaseOwner.current());
  }

  /**
   * @throws BusyException {@code daemon.running} if another daemon holds it
   */
  public static void take(Beans beans) {
    try {
      beans.leases().take(name(beans.settings()), beans.daemonName());
    } catch (BusyException e) {
      throw new BusyException(
          ErrorCode.DAEMON_RUNNING,
          "Another daemon runs on " + beans.settings().state().url() + ": " + e.getMessage(),
          "Stop it first, or give this one its own home; several daemons share a state.url on MySQL"
              + " or MariaDB",
          e);
    }
  }
}
