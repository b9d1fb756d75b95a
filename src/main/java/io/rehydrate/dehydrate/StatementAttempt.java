package io.rehydrate.dehydrate;

import io.rehydrate.dehydrate.compile.ScratchStatement;

/** A statement that is executed until it succeeds, or until its failure is not transient. */
public final class StatementAttempt {
  private final ScratchStatement statement;
  private int failures;
  private boolean pending = true;

  StatementAttempt(ScratchStatement statement) {
    this.statement = statement;
  }

  ScratchStatement statement() {
    return statement;
  }

  /** For the route: whether the statement is to be executed, again. */
  public boolean isPending() {
    return pending;
  }

  void succeeded() {
    pending = false;
  }

  void failed() {
    failures++;
  }

  int failures() {
    return failures;
  }
}
