package io.rehydrate.night;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Another form of a column's values for the text of a dump program, where that would lose some: the
 * server reads it back as the same value.
 *
 * @param column its name
 * @param lost true in SQL for a value that the program's own text would lose
 * @param form the expression that is dumped in its place
 */
record ColumnForm(String column, String lost, String form) {
  /** Sets of which every byte has its character, or which are written in UTF-8 anyway. */
  private static final Set<String> FAITHFUL =
      Set.of("utf8mb4", "utf8mb3", "utf8", "ascii", "binary", "latin1");

  /** A label without a letter in it, at any place of the list. */
  private static final Pattern EMPTY_LABEL =
      Pattern.compile("enum\\((?:'(?:[^']|'')++',)*''[,)].*", Pattern.CASE_INSENSITIVE);

  /** Half of the distance between two FLOATs is no smaller, in parts of them. */
  private static final String HALF_A_STEP = "2.9e-8";

  static Optional<ColumnForm> of(Column column) {
    String name = Sql.name(column.name());
    return switch (column.dataType()) {
      case "float" -> Optional.of(ofFloat(column.name(), name));
      case "double" -> Optional.of(new ColumnForm(column.name(), minusZero(name), text(name)));
      case "enum" ->
          EMPTY_LABEL.matcher(column.type()).matches()
              // '' is a label, and the text of the value that is none
              ? Optional.of(
                  new ColumnForm(column.name(), "(" + name + " + 0 = 0)", "(" + name + " + 0)"))
              : Optional.empty();
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
          column
              .characterSet()
              .filter(set -> !FAITHFUL.contains(set))
              .map(set -> ofText(column.name(), name, set));
      default -> Optional.empty();
    };
  }

  /** A FLOAT's text has six digits; as a DOUBLE it has all, but for the sign of a zero. */
  private static ColumnForm ofFloat(String column, String name) {
    String exact = "(" + name + " * 1e0)";
    String shortened =
        "(ABS(CAST(%s AS CHAR) * 1e0 - %s) > ABS(%s) * %s)"
            .formatted(name, exact, exact, HALF_A_STEP);
    return new ColumnForm(column, "(" + shortened + " OR " + minusZero(name) + ")", text(exact));
  }

  /** As a number it would be read as 0; as a text it keeps its sign. */
  private static String minusZero(String name) {
    return "(%s = 0 AND CAST(%s AS CHAR) LIKE '-%%')".formatted(name, name);
  }

  private static String text(String expression) {
    return "CAST(" + expression + " AS CHAR)";
  }

  /** Bytes that no character of UTF-8 stands for, or that share one with others. */
  private static ColumnForm ofText(String column, String name, String set) {
    String bytes = "CAST(" + name + " AS BINARY)";
    return new ColumnForm(
        column,
        "(CAST(CONVERT(CONVERT(%s USING utf8mb4) USING %s) AS BINARY) <> %s)"
            .formatted(name, set, bytes),
        bytes);
  }
}
