package io.rehydrate.refresh;

import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.StoredObject.Kind;
import java.sql.SQLException;
import java.util.Set;

/** Views that refer to what is not there: they can be shown, and not made again. */
final class BrokenViews {
  /** No such schema, table, column or function; a view below this one is broken. */
  private static final Set<Integer> MISSING = Set.of(1049, 1054, 1146, 1305, 1356);

  /** No right to a table, a column or a function. */
  private static final Set<Integer> DENIED = Set.of(1142, 1143, 1370);

  private BrokenViews() {}

  /** Whether the server refused a view because of what it refers to. */
  static boolean isBroken(StoredObject object, SQLException refused) {
    return object.kind() == Kind.VIEW
        && (MISSING.contains(refused.getErrorCode())
            || (DENIED.contains(refused.getErrorCode())
                && !String.valueOf(refused.getMessage()).startsWith("CREATE VIEW command")));
  }
}
