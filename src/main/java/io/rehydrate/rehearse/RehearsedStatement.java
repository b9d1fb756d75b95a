package io.rehydrate.rehearse;

import java.util.Optional;

/**
 * One statement of a migration.
 *
 * @param file relative to the migrations folder
 * @param line from 1; empty where it could not be found in the file
 * @param what the kind of statement and its table; no part of it may be a value
 * @param table that it changes, as it names it; empty: unknown
 * @param rows that the server reported as affected
 * @param change how a definition was changed: {@code rebuilt}, {@code in-place}, {@code instant};
 *     empty for all other statements, and where the server does not let the account see it
 * @param lockSeconds for which others could not use the table; empty where that could not be seen
 */
public record RehearsedStatement(
    String file,
    Optional<Integer> line,
    String what,
    Optional<String> table,
    double seconds,
    long rows,
    Optional<String> change,
    Optional<Double> lockSeconds,
    boolean failed) {
  static final String REBUILT = "rebuilt";
  static final String IN_PLACE = "in-place";
  static final String INSTANT = "instant";

  RehearsedStatement at(int failedLine) {
    return new RehearsedStatement(
        file, Optional.of(failedLine), what, table, seconds, rows, change, lockSeconds, failed);
  }
}
