package io.rehydrate.refresh.keep;

import java.util.ArrayList;
import java.util.List;

/** A line of a file of rows: literals between brackets, as {@link KeptColumn} writes them. */
final class RowText {
  static final String NULL = "NULL";

  private RowText() {}

  /** {@code (1,'a',NULL)}. */
  static String row(List<String> literals) {
    return "(" + String.join(",", literals) + ")";
  }

  /** Whether a line of such a file is a row, not a statement or a comment. */
  static boolean isRow(String line) {
    return line.startsWith("(");
  }

  /** The literals of a row, whatever follows its closing bracket. */
  static List<String> literals(String line) {
    List<String> literals = new ArrayList<>();
    boolean quoted = false;
    int from = 1;
    for (int i = 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == ')')) {
        literals.add(line.substring(from, i));
        from = i + 1;
        if (c == ')') {
          return literals;
        }
      }
    }
    throw new IllegalArgumentException("a row without its end");
  }
}
