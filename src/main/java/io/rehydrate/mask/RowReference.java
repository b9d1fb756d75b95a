package io.rehydrate.mask;

import io.rehydrate.mysql.Sql;

/**
 * How an expression refers to the row that it masks, and to the keys and words of its session.
 *
 * @param table the row's table in the statement: an alias, or a quoted name
 * @param inVariables whether the session holds keys and words in variables; else the statement
 *     joins the one-row table of {@link MaskSession} as {@code mk}
 */
public record RowReference(String table, boolean inVariables) {
  /** The alias of the one-row table with keys and words. */
  static final String KEYS = "mk";

  /** A row of a {@code SELECT} that joins the table of keys. */
  public static RowReference selected(String table) {
    return new RowReference(table, false);
  }

  /**
   * The row that {@code LOAD DATA} is about to write. MySQL opens a temporary table once in a
   * statement, and each assignment is a place of its own, so the keys are in variables.
   *
   * @param table its quoted name
   */
  public static RowReference loaded(String table) {
    return new RowReference(table, true);
  }

  String column(String name) {
    return table + "." + Sql.name(name);
  }

  /**
   * @param name a column of the table of {@link MaskSession}
   */
  String key(String name) {
    return inVariables ? variable(name) : KEYS + "." + Sql.name(name);
  }

  /** The session's variable that holds what the column of that name does. */
  static String variable(String name) {
    return "@" + Sql.name("rehydrate_" + name);
  }
}
