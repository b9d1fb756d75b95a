package io.rehydrate.planning.explain;

import io.rehydrate.schema.TableName;

/** A table's rows can't be distinguished: it has no key. */
final class UndecidableRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UndecidableRowException(TableName table) {
    super("no key: " + table);
  }
}
