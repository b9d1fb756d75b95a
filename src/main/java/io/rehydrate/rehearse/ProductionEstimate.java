package io.rehydrate.rehearse;

import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Manifest.TableEntry;
import java.util.List;
import java.util.Optional;

/**
 * How long the same statements might take on all rows of the source: each one's time grows with its
 * table, unless the change was instant.
 */
final class ProductionEstimate {
  private ProductionEstimate() {}

  /** Seconds; empty where there is no statement. */
  static Optional<Double> of(List<RehearsedStatement> statements, Manifest manifest) {
    return statements.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Math.round(
                    statements.stream().mapToDouble(s -> s.seconds() * factor(s, manifest)).sum()
                        * 10)
                / 10.0);
  }

  private static double factor(RehearsedStatement statement, Manifest manifest) {
    if (statement.change().filter(RehearsedStatement.INSTANT::equals).isPresent()) {
      return 1;
    }
    return statement
        .table()
        .flatMap(table -> entry(table, manifest))
        .filter(t -> t.rows() > 0 && t.rowsBefore() > t.rows())
        .map(t -> (double) t.rowsBefore() / t.rows())
        .orElse(1.0);
  }

  /** Migrations run in the first schema. */
  private static Optional<TableEntry> entry(String table, Manifest manifest) {
    String name = table.substring(table.lastIndexOf('.') + 1);
    return manifest.schemas().values().stream()
        .findFirst()
        .map(schema -> schema.tables().get(name));
  }
}
