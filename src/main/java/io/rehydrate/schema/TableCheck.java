package io.rehydrate.schema;

import java.util.Optional;

/**
 * A CHECK that the server enforces.
 *
 * @param name of the constraint; of a column's own on MariaDB the column's
 * @param condition as it is in the definition, without its outermost parentheses
 */
public record TableCheck(String name, String condition) {
  private static final String CHECK = " CHECK (";
  private static final String NOT_ENFORCED = "NOT ENFORCED";

  /**
   * @param item one definition of a CREATE TABLE
   */
  static Optional<TableCheck> of(String item) {
    int nameAt = item.indexOf('`');
    int begin = begin(item);
    if (begin < 0 || nameAt < 0 || nameAt > begin) {
      return Optional.empty();
    }
    int end = end(item, begin);
    return item.indexOf(NOT_ENFORCED, end) >= 0
        ? Optional.empty()
        : Optional.of(new TableCheck(name(item, nameAt), item.substring(begin, end)));
  }

  private static String name(String item, int start) {
    int end = TableItem.quoteEnd(item, start);
    while (item.startsWith("``", end)) {
      end = TableItem.quoteEnd(item, end + 1);
    }
    return item.substring(start + 1, end).replace("``", "`");
  }

  /** Where the condition begins; -1 where there is none. */
  private static int begin(String item) {
    for (int at = 0; at < item.length(); at++) {
      char c = item.charAt(at);
      if (c == '\'' || c == '"' || c == '`') {
        at = TableItem.quoteEnd(item, at);
      } else if (item.startsWith(CHECK, at)) {
        return at + CHECK.length();
      }
    }
    return -1;
  }

  private static int end(String item, int begin) {
    int depth = 1;
    for (int at = begin; at < item.length(); at++) {
      char c = item.charAt(at);
      if (c == '\'' || c == '"' || c == '`') {
        at = TableItem.quoteEnd(item, at);
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return at;
      }
    }
    throw new IllegalArgumentException("a CHECK without an end in a CREATE TABLE");
  }
}
