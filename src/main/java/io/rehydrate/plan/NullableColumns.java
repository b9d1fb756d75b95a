package io.rehydrate.plan;

import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which of a reference's columns can become NULL. */
final class NullableColumns {
  private NullableColumns() {}

  static List<String> of(Table from, Reference reference) {
    return reference.fromColumns().stream()
        .map(from::column)
        .flatMap(Optional::stream)
        .filter(column -> column.nullable() && !column.generated())
        .map(Column::name)
        .toList();
  }

  /** Those that no other relation uses, on either of its sides. */
  static List<String> unshared(Table from, Reference reference, Collection<Reference> all) {
    return of(from, reference).stream()
        .filter(
            column ->
                all.stream()
                    .filter(other -> !other.equals(reference))
                    .noneMatch(o -> uses(o, from, column)))
        .toList();
  }

  private static boolean uses(Reference reference, Table table, String column) {
    return (reference.from().equals(table.name()) && reference.fromColumns().contains(column))
        || (reference.to().equals(table.name()) && reference.toColumns().contains(column));
  }
}
