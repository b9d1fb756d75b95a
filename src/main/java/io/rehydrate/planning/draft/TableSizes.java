package io.rehydrate.planning.draft;

import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;

/** Counts the tables that the statistics take for small: those of a fresh table know nothing. */
final class TableSizes {
  private static final long SMALL = 10_000;
  private static final long FAR_ENOUGH = 200_000;

  private TableSizes() {}

  static Catalog counted(Catalog catalog, ReadOnlySource source) {
    return new Catalog(
        catalog.server(),
        catalog.schemas().stream()
            .map(
                schema ->
                    new Schema(
                        schema.name(),
                        schema.characterSet(),
                        schema.collation(),
                        schema.tables().stream().map(table -> counted(table, source)).toList(),
                        schema.objects()))
            .toList());
  }

  private static Table counted(Table table, ReadOnlySource source) {
    if (table.estimatedRows() > SMALL) {
      return table;
    }
    long rows =
        source
            .one(
                "SELECT COUNT(*) FROM (SELECT 1 FROM "
                    + table.name().quoted()
                    + " LIMIT "
                    + FAR_ENOUGH
                    + ") AS _rows",
                row -> row.getLong(1))
            .orElse(table.estimatedRows());
    return new Table(
        table.name(),
        table.createStatement(),
        table.engine(),
        table.columns(),
        table.indexes(),
        table.foreignKeys(),
        rows,
        table.bytes());
  }
}
