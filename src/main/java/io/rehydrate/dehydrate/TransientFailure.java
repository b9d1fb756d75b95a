package io.rehydrate.dehydrate;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Optional;
import java.util.Set;

/** A failure after which the same statement may succeed. */
enum TransientFailure {
  /** A deadlock or a lock timeout. */
  ROLLED_BACK("rolled back by the server (deadlock or lock timeout)"),
  /** It is not known whether the statement was executed. */
  LOST("the connection was lost"),
  /** Rows violate a CHECK of the table; its CHECKs are not enforced any more. */
  CHECKS("rows violate a CHECK of the table; its CHECKs are switched off");

  /** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK. */
  private static final Set<Integer> ROLLBACKS = Set.of(1205, 1213);

  /** ER_SERVER_SHUTDOWN, ER_QUERY_INTERRUPTED, MariaDB's ER_CONNECTION_KILLED. */
  private static final Set<Integer> DISCONNECTS = Set.of(1053, 1317, 1927);

  /** ER_CHECK_CONSTRAINT_VIOLATED. */
  private static final int BROKEN_CHECK = 3819;

  private final String words;

  TransientFailure(String words) {
    this.words = words;
  }

  /** Empty for a failure that would occur again. */
  static Optional<TransientFailure> of(Throwable failure) {
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

  /** Whether the server refuses rows since they violate a CHECK. */
  static boolean isBrokenCheck(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql.getErrorCode() == BROKEN_CHECK;
      }
    }
    return false;
  }

  private static Optional<TransientFailure> of(SQLException failure) {
    if (ROLLBACKS.contains(failure.getErrorCode())) {
      return Optional.of(ROLLED_BACK);
    }
    boolean ofTheConnection =
        failure.getSQLState() != null && failure.getSQLState().startsWith("08");
    return ofTheConnection || DISCONNECTS.contains(failure.getErrorCode())
        ? Optional.of(LOST)
        : Optional.empty();
  }

  String words() {
    return words;
  }
}
