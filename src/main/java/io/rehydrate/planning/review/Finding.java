package io.rehydrate.planning.review;

import java.util.OptionalInt;

/**
 * One thing that a review of the plan found.
 *
 * @param code stable, to script against: {@code relation.broken}
 * @param line in the plan's file; empty where it is in no line of it
 * @param where the part of the plan, the table or the relation
 * @param remedy a statement to run or a line for the plan; empty where there is none
 */
public record Finding(
    Level level, String code, OptionalInt line, String where, String message, String remedy) {

  /** How much it matters. */
  public enum Level {
    /** The night would not begin. */
    PROBLEM,
    /** The night would run, and perhaps not do what was meant. */
    WARNING,
    /** Something to know. */
    NOTE
  }

  static Finding warning(String code, String where, String message, String remedy) {
    return new Finding(Level.WARNING, code, OptionalInt.empty(), where, message, remedy);
  }

  static Finding note(String code, String where, String message) {
    return new Finding(Level.NOTE, code, OptionalInt.empty(), where, message, "");
  }
}
