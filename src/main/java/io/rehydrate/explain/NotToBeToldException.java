package io.rehydrate.explain;

import io.rehydrate.schema.TableName;

/** A table's rows can't be distinguished: it has no key. */
final class NotToBeToldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotToBeToldException(TableName table) {
    super("no key: " + table);
  }
}
