package io.rehydrate.dehydrate.compile;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The comparison of a reference with the key that it leads to, in words that both ends' types
 * allow.
 */
public final class JoinCondition {
  private JoinCondition() {}

  /**
   * @param from expressions of the referring side
   * @param to expressions of the key's side, left as they are so that an index serves
   */
  public static String on(
      List<String> from, List<Column> fromColumns, List<String> to, List<Column> toColumns) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      parts.add(to.get(i) + " = " + comparable(from.get(i), fromColumns.get(i), toColumns.get(i)));
    }
    return String.join(" AND ", parts);
  }

  /**
   * The referring side's value in the character set and collation of the key's, or as the number
   * that it is; NULL for a text that is none.
   */
  public static String comparable(String expression, Column from, Column to) {
    if (isNumberInText(from, to)) {
      return "IF("
          + expression
          + (to.isUnsigned() ? " REGEXP '^[0-9]{1,19}$', " : " REGEXP '^-?[0-9]{1,19}$', ")
          + "CAST("
          + expression
          + (to.isUnsigned() ? " AS UNSIGNED), NULL)" : " AS SIGNED), NULL)");
    }
    boolean texts = from.collation().isPresent() && to.collation().isPresent();
    if (!texts || from.collation().equals(to.collation())) {
      return expression;
    }
    return "CONVERT("
        + expression
        + " USING "
        + to.characterSet().orElseThrow()
        + ") COLLATE "
        + to.collation().orElseThrow();
  }

  /** Whether a text refers as the whole number that it is. */
  public static boolean isNumberInText(Column from, Column to) {
    return from.isText() && to.isInteger();
  }

  public static String notNull(List<String> expressions) {
    return expressions.stream().map(e -> e + " IS NOT NULL").collect(Collectors.joining(" AND "));
  }

  /** {@code alias.`column`} of each. */
  public static List<String> of(String alias, List<String> columns) {
    return columns.stream().map(c -> alias + "." + Sql.name(c)).toList();
  }
}
