package io.rehydrate.night;

import io.rehydrate.dump.DumpFiles;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which files a dump has: one for the definitions of a schema, one or more for a table's rows. */
final class DumpLayout {
  private static final long ROWS_OF_A_PIECE = 250_000;
  private static final int MOST_PIECES = 200;

  private DumpLayout() {}

  /** The smallest and the largest key of a table that is cut in pieces. */
  record Bounds(long least, long most) {}

  /**
   * Gives the files, the largest first.
   *
   * @param bounds asked for tables that have a single whole-number key alone
   */
  static List<DumpFile> files(
      Catalog catalog, Map<TableName, Long> rows, Function<Table, Optional<Bounds>> bounds) {
    List<DumpFile> files = new ArrayList<>();
    for (Schema schema : catalog.schemas()) {
      files.add(
          new DumpFile(
              DumpFiles.definitions(schema.name()),
              schema.name(),
              Optional.empty(),
              Optional.empty(),
              0));
      int number = 0;
      for (Table table : schema.tables()) {
        long count = rows.getOrDefault(table.name(), 0L);
        if (count > 0) {
          for (Optional<String> condition : pieces(table, count, bounds)) {
            number++;
            files.add(
                new DumpFile(
                    DumpFiles.rows(schema.name(), number, table.name().table()),
                    schema.name(),
                    Optional.of(table.name()),
                    condition,
                    condition.isPresent() ? ROWS_OF_A_PIECE : count));
          }
        }
      }
    }
    files.sort(Comparator.comparingLong(DumpFile::weight).reversed());
    return files;
  }

  private static List<Optional<String>> pieces(
      Table table, long rows, Function<Table, Optional<Bounds>> bounds) {
    boolean numbered =
        table.primaryKey().size() == 1
            && table.column(table.primaryKey().get(0)).orElseThrow().isInteger();
    long count = Math.min(MOST_PIECES, (rows + ROWS_OF_A_PIECE - 1) / ROWS_OF_A_PIECE);
    if (!numbered || count < 2) {
      return List.of(Optional.empty());
    }
    return bounds
        .apply(table)
        .map(b -> conditions(Sql.name(table.primaryKey().get(0)), b, count))
        .orElse(List.of(Optional.empty()));
  }

  /**
   * Half-open ranges; the first and the last are open to their side, so that no row falls between.
   */
  private static List<Optional<String>> conditions(String key, Bounds bounds, long count) {
    List<Optional<String>> conditions = new ArrayList<>();
    double step = ((double) bounds.most() - bounds.least()) / count;
    long from = bounds.least();
    for (int i = 0; i < count; i++) {
      long to = bounds.least() + Math.round(step * (i + 1));
      String lower = i == 0 ? "" : key + " >= " + from;
      String upper = i == count - 1 ? "" : key + " < " + to;
      conditions.add(
          Optional.of(lower + (lower.isEmpty() || upper.isEmpty() ? "" : " AND ") + upper));
      from = to;
    }
    return conditions;
  }
}
