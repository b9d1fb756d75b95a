package io.rehydrate.plan;

import java.util.OptionalInt;

/**
 * Something wrong with a plan.
 *
 * @param line in the plan's file, from 1; empty where it is in no line of it
 * @param where the part of the plan: {@code core.applications.window}, {@code relations[2]}
 */
public record PlanProblem(OptionalInt line, String where, String what) {
  String text() {
    String place = where.isEmpty() ? "" : where + ": ";
    return line.isEmpty() ? place + what : "line " + line.getAsInt() + ", " + place + what;
  }
}
