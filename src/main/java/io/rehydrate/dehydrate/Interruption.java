package io.rehydrate.dehydrate;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Optional;
import java.util.Set;

/** How a statement ended that did not fail by a fault of its own. */
enum Interruption {
  /** The server took all of it back: a deadlock, or a lock that was not to be had in time. */
  ROLLED_BACK("the server took it back"),
  /** The connection went; whether it was done, nobody told. */
  LOST("the connection was lost"),
  /** Rows break a CHECK, and the table's CHECKs were put aside. */
  CHECKS("rows break a CHECK of the table, whose CHECKs are put aside");

  /** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK. */
  private static final Set<Integer> TAKEN_BACK = Set.of(1205, 1213);

  /** ER_SERVER_SHUTDOWN, ER_QUERY_INTERRUPTED, MariaDB's ER_CONNECTION_KILLED. */
  private static final Set<Integer> CUT = Set.of(1053, 1317, 1927);

  private final String words;

  Interruption(String words) {
    this.words = words;
  }

  /** Empty for a failure that would only come again. */
  static Optional<Interruption> of(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLTimeoutException) {
        return Optional.empty();
      }
      if (at instanceof SQLException sql) {
        return of(sql);
      }
    }
    return Optional.empty();
  }

  private static Optional<Interruption> of(SQLException failure) {
    if (TAKEN_BACK.contains(failure.getErrorCode())) {
      return Optional.of(ROLLED_BACK);
    }
    boolean ofTheConnection =
        failure.getSQLState() != null && failure.getSQLState().startsWith("08");
    return ofTheConnection || CUT.contains(failure.getErrorCode())
        ? Optional.of(LOST)
        : Optional.empty();
  }

  String words() {
    return words;
  }
}
