package io.rehydrate.mask;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a column's value becomes, as SQL for a select list.
 *
 * @param sql refers to the row's table by the alias given, and to the {@link MaskTable} as {@code
 *     mk}
 * @param purposes what that table must hold for it; empty: {@code mk} is not referred to
 */
public record MaskExpression(String sql, Set<String> purposes) {
  public MaskExpression {
    purposes = Set.copyOf(purposes);
  }

  static MaskExpression plain(String sql) {
    return new MaskExpression(sql, Set.of());
  }

  static MaskExpression keyed(String sql, String... purposes) {
    return new MaskExpression(sql, new TreeSet<>(Set.of(purposes)));
  }
}
