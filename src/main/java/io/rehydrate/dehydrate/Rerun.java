package io.rehydrate.dehydrate;

import io.rehydrate.server.Sql;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has to go before a statement of a night runs once more.
 *
 * @param possible whether it may, not knowing whether it was done already
 * @param undo takes away what it may have left
 */
record Rerun(boolean possible, Optional<String> undo) {
  /**
   * Rows that are there already are passed over, marks that are set stay set, what is gone, gone.
   */
  private static final Pattern REPEATABLE =
      Pattern.compile(
          "(/\\*M! [^`*]+ \\*/ )?INSERT IGNORE INTO |UPDATE |DELETE |DROP TABLE IF EXISTS ");

  private static final Pattern MAKES =
      Pattern.compile(
          "(/\\*M! [^`*]+ \\*/ )?"
              + "(?<what>CREATE TABLE|INSERT INTO) (?<schema>`\\w+`)\\.(?<table>`\\w+`)[ (]");

  /**
   * @param helperSchema whose tables belong to the night alone
   */
  static Rerun of(String statement, String helperSchema) {
    Matcher makes = MAKES.matcher(statement);
    if (makes.lookingAt() && makes.group("schema").equals(Sql.name(helperSchema))) {
      String table = makes.group("schema") + "." + makes.group("table");
      return new Rerun(
          true,
          Optional.of(
              makes.group("what").startsWith("CREATE")
                  ? "DROP TABLE IF EXISTS " + table
                  : "TRUNCATE TABLE " + table));
    }
    return new Rerun(REPEATABLE.matcher(statement).lookingAt(), Optional.empty());
  }
}
