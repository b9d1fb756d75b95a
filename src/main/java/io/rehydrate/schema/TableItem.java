package io.rehydrate.schema;

import io.rehydrate.mysql.Sql;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One definition between the parentheses of CREATE TABLE: a column, a key, a constraint.
 *
 * @param text without the comma and the space around it
 */
record TableItem(Kind kind, String text) {

  /** What can be left out of a table and added later. */
  enum Kind {
    INDEX,
    FOREIGN_KEY,
    OTHER
  }

  private static final Pattern INDEX =
      Pattern.compile("(?:UNIQUE |FULLTEXT |SPATIAL |VECTOR )?KEY ");
  private static final Pattern CHECK =
      Pattern.compile("CONSTRAINT `(?:[^`]|``)*+` CHECK ", Pattern.DOTALL);
  private static final Pattern FOREIGN_KEY =
      Pattern.compile(
          "CONSTRAINT `(?<name>.*?)` FOREIGN KEY \\(`(?<columns>.*?)`\\)"
              + " REFERENCES (?<table>.*?) \\(`(?<others>.*?)`\\)(?<rest>.*)");

  static TableItem of(String text) {
    if (INDEX.matcher(text).lookingAt()) {
      return new TableItem(Kind.INDEX, text);
    }
    Matcher foreignKey = FOREIGN_KEY.matcher(text);
    if (!CHECK.matcher(text).lookingAt() && foreignKey.matches()) {
      return new TableItem(Kind.FOREIGN_KEY, requoted(foreignKey));
    }
    return new TableItem(Kind.OTHER, text);
  }

  /** MariaDB shows a backtick in these names once, where it must stand twice. */
  private static String requoted(Matcher foreignKey) {
    return "CONSTRAINT "
        + requoted(foreignKey.group("name"))
        + " FOREIGN KEY ("
        + requoted(foreignKey.group("columns"))
        + ") REFERENCES "
        + foreignKey.group("table")
        + " ("
        + requoted(foreignKey.group("others"))
        + ")"
        + foreignKey.group("rest");
  }

  private static String requoted(String shown) {
    return Stream.of(shown.split("`, `"))
        .map(name -> name.replace("``", "").contains("`") ? Sql.name(name) : "`" + name + "`")
        .collect(Collectors.joining(", "));
  }

  /** Where the definition that begins at this position ends: at its comma or line feed. */
  static int end(String statement, int start) {
    int lineEnd = statement.indexOf('\n', start);
    if (lineEnd < 0) {
      throw new IllegalArgumentException("a definition without an end in a CREATE TABLE");
    }
    String line = statement.substring(start, lineEnd).strip();
    if (of(line).kind() == Kind.FOREIGN_KEY) {
      return line.endsWith(",") ? lineEnd - 1 : lineEnd;
    }
    int depth = 0;
    for (int at = start; at < statement.length(); at++) {
      char c = statement.charAt(at);
      if (c == '\'' || c == '"' || c == '`') {
        at = quoteEnd(statement, at);
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (depth == 0 && (c == '\n' || statement.startsWith(",\n", at))) {
        return at;
      }
    }
    throw new IllegalArgumentException("a definition without an end in a CREATE TABLE");
  }

  static int quoteEnd(String statement, int start) {
    char quote = statement.charAt(start);
    for (int at = start + 1; at < statement.length(); at++) {
      char c = statement.charAt(at);
      if (c == '\\' && quote != '`') {
        at++;
      } else if (c == quote) {
        return at;
      }
    }
    throw new IllegalArgumentException("a quote without an end in a CREATE TABLE");
  }
}
