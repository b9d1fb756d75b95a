package io.rehydrate.plan;

import io.rehydrate.plan.Plan.WrittenRelation;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.ForeignKey;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Declared and written relations, as references between tables that exist; what is followed is not
 * known yet. A relation that is both counts as written.
 */
final class References {
  private final Catalog catalog;
  private final TableLookup lookup;
  private final SqlChecks sql;
  private final Problems problems;
  private final List<Placed> found = new ArrayList<>();

  private References(Catalog catalog, TableLookup lookup, SqlChecks sql, Problems problems) {
    this.catalog = catalog;
    this.lookup = lookup;
    this.sql = sql;
    this.problems = problems;
  }

  /**
   * @param path where it is in the plan; empty for one that only the schema declares
   */
  record Placed(Reference reference, String path) {
    Placed following() {
      return new Placed(reference.following(), path);
    }
  }

  /** A reference without its order of columns. */
  private record Tie(TableName from, TableName to, Set<String> pairs) {
    static Tie of(Reference reference) {
      Set<String> pairs = new TreeSet<>();
      for (int i = 0; i < reference.fromColumns().size(); i++) {
        pairs.add(reference.fromColumns().get(i) + "\0" + reference.toColumns().get(i));
      }
      return new Tie(reference.from(), reference.to(), pairs);
    }
  }

  private record Said(Tie tie, Optional<String> when) {}

  static List<Placed> find(
      Plan plan, Catalog catalog, TableLookup lookup, SqlChecks sql, Problems problems) {
    References references = new References(catalog, lookup, sql, problems);
    Set<Tie> declared = new HashSet<>();
    List<Reference> keys = references.declared();
    keys.forEach(key -> declared.add(Tie.of(key)));
    Set<Tie> written = references.written(plan, declared);
    Set<Tie> seen = new HashSet<>(written);
    keys.stream()
        .filter(key -> seen.add(Tie.of(key)))
        .forEach(key -> references.found.add(new Placed(key, "")));
    return List.copyOf(references.found);
  }

  private List<Reference> declared() {
    List<Reference> keys = new ArrayList<>();
    for (Table table : catalog.tables()) {
      for (ForeignKey key : table.foreignKeys()) {
        catalog
            .table(key.referenced())
            .ifPresent(
                to ->
                    keys.add(
                        new Reference(
                            table.name(),
                            letters(table, key.columns()),
                            to.name(),
                            letters(to, key.referencedColumns()),
                            Optional.empty(),
                            Dangling.UNDECIDED,
                            false,
                            true)));
      }
    }
    return keys;
  }

  private static List<String> letters(Table table, List<String> columns) {
    return columns.stream().map(c -> table.column(c).map(Column::name).orElse(c)).toList();
  }

  private Set<Tie> written(Plan plan, Set<Tie> declared) {
    Map<Said, String> said = new HashMap<>();
    Set<Tie> ties = new HashSet<>();
    for (int i = 0; i < plan.relations().size(); i++) {
      String path = PlanPath.child("relations", i);
      Optional<Reference> read = read(plan.relations().get(i), path, declared);
      if (read.isEmpty()) {
        continue;
      }
      Reference reference = read.get();
      Tie tie = Tie.of(reference);
      ties.add(tie);
      String first = said.putIfAbsent(new Said(tie, reference.when()), path);
      if (first != null) {
        problems.add(path, reference.text() + " stands twice, first at " + first);
      } else {
        found.add(new Placed(reference, path));
      }
    }
    return ties;
  }

  private Optional<Reference> read(WrittenRelation relation, String path, Set<Tie> declared) {
    Optional<Table> from = lookup.table(relation.from(), path);
    Optional<Table> to = lookup.table(relation.to(), path);
    List<Column> fromColumns = columns(from, relation.fromColumns(), path);
    List<Column> toColumns = columns(to, relation.toColumns(), path);
    if (relation.fromColumns().size() != relation.toColumns().size()) {
      problems.add(
          path,
          "as many columns are needed on both sides: "
              + relation.fromColumns().size()
              + " -> "
              + relation.toColumns().size());
      return Optional.empty();
    }
    if (fromColumns.size() + toColumns.size() < 2 * relation.fromColumns().size()) {
      return Optional.empty();
    }
    Reference bare =
        new Reference(
            from.orElseThrow().name(),
            fromColumns.stream().map(Column::name).toList(),
            to.orElseThrow().name(),
            toColumns.stream().map(Column::name).toList(),
            relation.when(),
            relation.dangling(),
            false,
            false);
    checkPairs(bare, fromColumns, toColumns, path);
    bare.when().ifPresent(when -> sql.checked(when, from.orElseThrow(), path));
    return Optional.of(
        new Reference(
            bare.from(),
            bare.fromColumns(),
            bare.to(),
            bare.toColumns(),
            bare.when(),
            bare.dangling(),
            false,
            declared.contains(Tie.of(bare))));
  }

  private List<Column> columns(Optional<Table> table, List<String> names, String path) {
    if (table.isEmpty()) {
      return List.of();
    }
    return names.stream().flatMap(name -> exact(table.get(), name, path).stream()).toList();
  }

  private Optional<Column> exact(Table table, String name, String path) {
    return lookup.column(table, NamePattern.quoted(name), path);
  }

  private void checkPairs(
      Reference reference, List<Column> fromColumns, List<Column> toColumns, String path) {
    if (new HashSet<>(fromColumns).size() < fromColumns.size()
        || new HashSet<>(toColumns).size() < toColumns.size()) {
      problems.add(path, "a column stands twice on one side");
    }
    if (reference.from().equals(reference.to()) && fromColumns.equals(toColumns)) {
      problems.add(path, "the reference leads from a row to the same row");
    }
    for (int i = 0; i < fromColumns.size(); i++) {
      Column from = fromColumns.get(i);
      Column to = toColumns.get(i);
      boolean areNumbers = from.isText() && to.isInteger();
      if ((from.isNumber() && to.isText()) || (from.isText() && to.isNumber() && !areNumbers)) {
        problems.add(
            path,
            "a number and a text never meet by their index: "
                + lookup.label(reference.from(), from)
                + " is "
                + from.type()
                + ", "
                + lookup.label(reference.to(), to)
                + " is "
                + to.type());
      }
    }
  }
}
