package io.rehydrate.schema;

import java.sql.SQLException;
import java.util.Set;

/** Reports a lack of rights from other failures. */
final class AccessErrors {
  /** Access denied: to a schema, a table, a column, a routine, for lack of a named privilege. */
  private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143, 1370, 1227, 1305);

  private AccessErrors() {}

  static boolean isDenied(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return DENIED.contains(sql.getErrorCode());
      }
    }
    return false;
  }
}
