package io.rehydrate.mask;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Index;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unique index in which a column's values must stay apart: as one of its parts, or through a
 * generated column or an expression.
 *
 * @param prefix where only the first characters count, how many
 */
record UniqueUse(Index index, OptionalInt prefix) {

  static List<UniqueUse> of(Table table, Column column) {
    List<UniqueUse> uses = new ArrayList<>();
    for (Index index : table.indexes()) {
      if (index.unique() && !hasOtherKey(table, column, index)) {
        if (index.columns().contains(column.name())) {
          uses.add(new UniqueUse(index, prefix(table, column, index)));
        } else if (index.columns().stream().anyMatch(p -> isMadeOf(table, index, p, column))) {
          uses.add(new UniqueUse(index, OptionalInt.empty()));
        }
      }
    }
    return uses;
  }

  /** Whether the index's other columns hold a primary key or another unique one by themselves. */
  private static boolean hasOtherKey(Table table, Column column, Index index) {
    List<String> others = index.columns().stream().filter(c -> !c.equals(column.name())).toList();
    return table.indexes().stream()
        .anyMatch(
            other -> other.unique() && !other.equals(index) && others.containsAll(other.columns()));
  }

  private static OptionalInt prefix(Table table, Column column, Index index) {
    Matcher part =
        Pattern.compile(Pattern.quote(Sql.name(column.name())) + "\\((\\d{1,5})\\)")
            .matcher(line(table, "UNIQUE KEY " + Sql.name(index.name())));
    return part.find() ? OptionalInt.of(Integer.parseInt(part.group(1))) : OptionalInt.empty();
  }

  /** A part on an expression is the empty text. */
  private static boolean isMadeOf(Table table, Index index, String part, Column column) {
    String definition =
        part.isEmpty()
            ? line(table, "UNIQUE KEY " + Sql.name(index.name()))
            : table.column(part).filter(Column::generated).isPresent()
                ? line(table, Sql.name(part))
                : "";
    return definition.contains(Sql.name(column.name()));
  }

  private static String line(Table table, String start) {
    return table
        .createStatement()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(start + " "))
        .findFirst()
        .orElse("");
  }

  /**
   * How many of a mask's bits the index sees.
   *
   * @param same characters that are the same in all results
   */
  int bits(int bits, int same) {
    return bits == Mask.CERTAINLY || prefix.isEmpty()
        ? bits
        : Math.min(bits, Math.max(0, 4 * (prefix.getAsInt() - same)));
  }
}
