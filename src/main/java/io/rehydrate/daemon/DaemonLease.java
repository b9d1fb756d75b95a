package io.rehydrate.daemon;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import java.util.List;

/** The lease of the daemon itself: with SQLite, two daemons would not see each other's files. */
public final class DaemonLease {
  public static final String NAME = "daemon";

  private DaemonLease() {}

  /**
   * @param names the leases to take: this one, or none where daemons may share the state
   * @throws BusyException {@code daemon.running} if another daemon holds one
   */
  public static void take(Beans beans, List<String> names) {
    try {
      names.forEach(name -> beans.leases().take(name, NAME));
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
