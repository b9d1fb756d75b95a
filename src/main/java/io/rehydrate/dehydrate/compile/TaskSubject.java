package io.rehydrate.dehydrate.compile;

import io.rehydrate.schema.TableName;
import java.util.Optional;

/**
 * What a task does, and to which table. Names of tables may hold anything, so nothing is ever read
 * out of a task's name.
 *
 * @param tie of a task that makes rows come by a reference
 */
public record TaskSubject(Kind kind, TableName table, Optional<Edge> tie) {
  /** What the task does to the table's rows. */
  public enum Kind {
    CHOOSE_CORE,
    CHOOSE_ALL,
    GROW,
    CHECK,
    THIN,
    RESET,
    REWRITE
  }

  static TaskSubject of(Kind kind, TableName table) {
    return new TaskSubject(kind, table, Optional.empty());
  }

  static TaskSubject growth(Edge tie) {
    return new TaskSubject(Kind.GROW, tie.gains(), Optional.of(tie));
  }
}
