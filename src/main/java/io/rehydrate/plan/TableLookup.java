package io.rehydrate.plan;

import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the tables and columns that the plan names, or notes the problem. */
final class TableLookup {
  private final Catalog catalog;
  private final Problems problems;
  private final Map<String, Long> tablesOfName;

  TableLookup(Catalog catalog, Problems problems) {
    this.catalog = catalog;
    this.problems = problems;
    this.tablesOfName =
        catalog.tables().stream()
            .collect(Collectors.groupingBy(t -> t.name().table(), Collectors.counting()));
  }

  /** The one table of that name. */
  Optional<Table> table(String written, String path) {
    NamePattern name = NamePattern.parse(written);
    List<Table> found =
        catalog.tables().stream().filter(table -> name.matches(table.name())).toList();
    if (found.size() == 1) {
      return Optional.of(found.get(0));
    }
    if (found.isEmpty()) {
      problems.add(path, missing(written));
    } else {
      problems.add(
          path,
          "'"
              + written
              + "' lies in several schemas; say which: "
              + found.stream().map(t -> t.name().toString()).collect(Collectors.joining(", ")));
    }
    return Optional.empty();
  }

  /** The column in the letters of the schema. */
  Optional<Column> column(Table table, String written, String path) {
    String bare = unquoted(written);
    Optional<Column> column = table.column(bare);
    if (column.isEmpty()) {
      problems.add(
          path, "no column '" + written + "' in " + label(table.name()) + near(table, bare));
    }
    return column;
  }

  private static String near(Table table, String column) {
    return NearestName.question(column, table.columns().stream().map(Column::name).toList());
  }

  static String unquoted(String written) {
    return written.startsWith("`") ? NamePattern.parse(written).parts().get(0).text() : written;
  }

  /** {@code no table 'ordrs' in shop; did you mean 'orders'?} */
  String missing(String written) {
    if (isView(written)) {
      return "'" + written + "' is a view; the plan names tables, views come along by themselves";
    }
    Stream<String> known =
        catalog.tables().stream()
            .map(Table::name)
            .map(name -> written.contains(".") ? name.toString() : name.table())
            .distinct();
    return "no table '"
        + written
        + "' in "
        + catalog.schemas().stream().map(Schema::name).collect(Collectors.joining(", "))
        + NearestName.question(written, known.toList());
  }

  private boolean isView(String written) {
    NamePattern name = NamePattern.parse(written);
    return name.isExact()
        && catalog.schemas().stream()
            .anyMatch(
                schema ->
                    schema.objects(StoredObject.Kind.VIEW).stream()
                        .anyMatch(v -> name.matches(new TableName(schema.name(), v.name()))));
  }

  /** A table's name as the plan writes it: with its schema only where it needs one. */
  String label(TableName name) {
    String table = NamePattern.quoted(name.table());
    return tablesOfName.getOrDefault(name.table(), 0L) < 2
        ? table
        : NamePattern.quoted(name.schema()) + "." + table;
  }

  String label(TableName table, Column column) {
    return label(table) + "." + NamePattern.quoted(column.name());
  }

  boolean has(TableName name) {
    return catalog.table(name).isPresent();
  }
}
