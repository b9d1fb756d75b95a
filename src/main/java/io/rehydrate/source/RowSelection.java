package io.rehydrate.source;

import java.sql.SQLException;

/** Which rows of a table are wanted, as questions one after another. */
interface RowSelection {
  /** Begins from the start. */
  Questions begin() throws SQLException;

  /** The next question each time; closing it lets go of what it reads. */
  interface Questions extends AutoCloseable {
    /**
     * @return null after the last one
     */
    RowQuery next() throws SQLException;

    @Override
    void close() throws SQLException;
  }

  /** The rows of a part of a table. */
  static RowSelection of(KeyRange range) {
    return () ->
        new Questions() {
          private boolean asked;

          @Override
          public RowQuery next() {
            boolean first = !asked;
            asked = true;
            return first ? RowQuery.of(range.isWhole() ? "" : range.condition()) : null;
          }

          @Override
          public void close() {}
        };
  }
}
