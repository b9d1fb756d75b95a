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

  /** Those that no other relation uses, on either of its sides, nor this one as its key. */
  static List<String> unshared(Table from, Reference reference, Collection<Reference> all) {
    return of(from, reference).stream()
        .filter(column -> users(from, column, reference, all).isEmpty())
        .toList();
  }

  /** The relations because of which a column of a reference must not become NULL. */
  static List<Reference> users(
      Table from, String column, Reference reference, Collection<Reference> all) {
    return all.stream()
        .filter(
            other ->
                leadsTo(other, from, column)
                    || (!other.equals(reference)
                        && other.from().equals(from.name())
                        && other.fromColumns().contains(column)))
        .toList();
  }

  private static boolean leadsTo(Reference reference, Table table, String column) {
    return reference.to().equals(table.name()) && reference.toColumns().contains(column);
  }
}
