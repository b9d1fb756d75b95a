package io.rehydrate.planning.draft;

import io.rehydrate.schema.Column;
import io.rehydrate.schema.Index;
import io.rehydrate.schema.Table;
import java.util.List;
import java.util.Optional;

/** The keys that a column may lead to. */
final class CandidateKeys {
  private static final int LONGEST_TEXT = 64;

  private CandidateKeys() {}

  /** The primary key, where it is one column. */
  static Optional<Column> single(Table table) {
    return table.primaryKey().size() == 1
        ? table.column(table.primaryKey().get(0))
        : Optional.empty();
  }

  /** Every column that is unique by itself. */
  static List<Column> unique(Table table) {
    return table.indexes().stream()
        .filter(index -> index.unique() && index.columns().size() == 1)
        .sorted((a, b) -> Boolean.compare(b.isPrimary(), a.isPrimary()))
        .flatMap((Index index) -> table.column(index.columns().get(0)).stream())
        .distinct()
        .toList();
  }

  /** The primary key, where it is one column, and what is unique by itself and named as a key. */
  static List<Column> referable(Table table) {
    return unique(table).stream()
        .filter(
            key ->
                single(table).filter(key::equals).isPresent() || NameTokens.of(key.name()).isKey())
        .toList();
  }

  /** Of several columns each, the primary one first. */
  static List<List<String>> composite(Table table) {
    return table.indexes().stream()
        .filter(index -> index.unique() && index.columns().size() > 1)
        .filter(index -> index.columns().stream().allMatch(c -> table.column(c).isPresent()))
        .sorted((a, b) -> Boolean.compare(b.isPrimary(), a.isPrimary()))
        .map(Index::columns)
        .toList();
  }

  /** Whether values of the one can be those of the other. */
  static boolean compatible(Column from, Column to) {
    if (from.isInteger() || to.isInteger()) {
      return from.isInteger() && to.isInteger();
    }
    if (from.isBinary() || to.isBinary()) {
      return from.isBinary() && from.type().equals(to.type());
    }
    return isShortText(from) && isShortText(to);
  }

  private static boolean isShortText(Column column) {
    boolean text = column.dataType().equals("char") || column.dataType().equals("varchar");
    return (text && column.characters().orElse(0) <= LONGEST_TEXT)
        || column.dataType().equals("uuid");
  }
}
