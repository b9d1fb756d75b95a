package io.rehydrate.plan;

import java.util.Optional;

/**
 * Checks SQL that the plan holds: whether it can stand between parentheses inside a larger
 * statement, and only reads rows. Whether its columns exist, the server says.
 */
final class SqlText {
  private SqlText() {}

  /** What is wrong with an expression over the columns of one row, in words. */
  static Optional<String> problemOfRow(String sql) {
    return problem(sql)
        .or(
            () ->
                SqlReads.of(sql).selects()
                    ? Optional.of(
                        "the SQL has a subquery; only 'where' and 'also' may, since all else is"
                            + " evaluated while the tables are rewritten")
                    : Optional.empty());
  }

  /** What is wrong with a condition or an expression, in words. */
  static Optional<String> problem(String sql) {
    if (sql.isBlank()) {
      return Optional.of("the SQL is empty");
    }
    int open = 0;
    for (int at = 0; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == '\'' || c == '"' || c == '`') {
        at = endOfQuoted(sql, at);
        if (at < 0) {
          return Optional.of("the SQL has a " + c + " that is not closed");
        }
      } else if (c == ';') {
        return Optional.of("the SQL has a ';': one condition or expression, without an end");
      } else if (opensComment(sql, at)) {
        return Optional.of("the SQL has a comment; write it in YAML, after '#'");
      } else if (c == '(') {
        open++;
      } else if (c == ')' && --open < 0) {
        return Optional.of("the SQL has a ')' without its '('");
      } else if (Character.isISOControl(c) && !Character.isWhitespace(c)) {
        return Optional.of("the SQL has a control character");
      }
    }
    return open > 0
        ? Optional.of("the SQL has a '(' that is not closed")
        : ForbiddenSql.in(SqlToken.of(sql)).map(what -> "the SQL " + what);
  }

  static int endOfQuoted(String sql, int start) {
    char quote = sql.charAt(start);
    for (int at = start + 1; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == '\\' && quote != '`') {
        at++;
      } else if (c == quote) {
        if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
          at++;
        } else {
          return at;
        }
      }
    }
    return -1;
  }

  private static boolean opensComment(String sql, int at) {
    if (sql.charAt(at) == '#' || sql.startsWith("/*", at)) {
      return true;
    }
    return sql.startsWith("--", at)
        && (at + 2 == sql.length() || Character.isWhitespace(sql.charAt(at + 2)));
  }
}
