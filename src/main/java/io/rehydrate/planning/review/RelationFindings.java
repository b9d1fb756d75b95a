package io.rehydrate.planning.review;

import io.rehydrate.dehydrate.compile.Edge;
import io.rehydrate.dehydrate.compile.JoinCondition;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.Reference;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a relation's declarations say: types that do not quite match, indexes that are missing. */
final class RelationFindings {
  private static final int LONGEST_NAME = 64;

  /** In characters: a longer text is indexed by its beginning. */
  private static final int LONGEST_INDEXED = 191;

  private final ColumnRelation link;
  private final Edge tie;
  private final String text;
  private final List<Finding> found = new ArrayList<>();

  private RelationFindings(ColumnRelation link, Edge tie) {
    this.link = link;
    this.tie = tie;
    this.text = tie.reference().text();
  }

  static List<Finding> of(ColumnRelation link, Edge tie) {
    RelationFindings findings = new RelationFindings(link, tie);
    Reference reference = tie.reference();
    if (!reference.declared()) {
      findings.types();
    }
    if (tie.asksForKeys()) {
      findings.indexes();
    }
    return findings.found;
  }

  private void types() {
    for (int i = 0; i < link.fromColumns().size(); i++) {
      Column from = link.fromDeclared().get(i);
      Column to = link.toDeclared().get(i);
      difference(from, to)
          .ifPresent(
              difference ->
                  found.add(
                      Finding.warning(
                          "relation.types",
                          text,
                          label(link.from(), from)
                              + " is "
                              + shown(from)
                              + ", "
                              + label(link.to(), to)
                              + " is "
                              + shown(to)
                              + ": "
                              + difference,
                          "")));
    }
  }

  private static Optional<String> difference(Column from, Column to) {
    if (JoinCondition.isNumberInText(from, to)) {
      return Optional.of(
          "the text is compared as a whole number, and no index of it serves; any other text"
              + " dangles");
    }
    if (!kind(from).equals(kind(to))) {
      return Optional.of("values of different kinds are compared, and no index serves");
    }
    if (!from.collation().equals(to.collation()) && from.collation().isPresent()) {
      return Optional.of(
          "texts of different collations are compared by that of the second, and no index of the"
              + " first serves");
    }
    return width(from).equals(width(to))
        ? Optional.empty()
        : Optional.of("not every value of the one fits into the other");
  }

  private static String kind(Column column) {
    return column.isNumber()
        ? "number"
        : column.isText() ? "text" : column.isBinary() ? "binary" : column.dataType();
  }

  /** Display widths of whole numbers say nothing. */
  private static String width(Column column) {
    return column.isInteger()
        ? column.dataType() + (column.type().contains("unsigned") ? " unsigned" : "")
        : column.type();
  }

  private static String shown(Column column) {
    return column.type() + column.collation().map(c -> " (" + c + ")").orElse("");
  }

  private static String label(Table table, Column column) {
    return table.name().table() + "." + column.name();
  }

  private void indexes() {
    if (!link.isToIndexed()) {
      missing(link.to(), link.toColumns(), "every reference is looked up there");
    }
    if (tie.follows() && !link.isFromIndexed() && !refersByNumbersInTexts()) {
      missing(link.from(), link.fromColumns(), "the rows that follow are looked for there");
    }
  }

  /** No index on texts is sorted by the numbers that they are. */
  private boolean refersByNumbersInTexts() {
    return IntStream.range(0, link.fromColumns().size())
        .anyMatch(
            i ->
                JoinCondition.isNumberInText(link.fromDeclared().get(i), link.toDeclared().get(i)));
  }

  private void missing(Table table, List<String> columns, String why) {
    found.add(
        Finding.warning(
            "relation.index",
            text,
            table.name().table()
                + " (about "
                + table.estimatedRows()
                + " rows) has no index on "
                + String.join(", ", columns)
                + ", and "
                + why,
            createIndex(table, columns)));
  }

  static String createIndex(Table table, List<String> columns) {
    String name = table.name().table() + "_" + String.join("_", columns);
    List<String> parts =
        columns.stream()
            .map(c -> Sql.name(c) + (isLong(table.column(c).orElseThrow()) ? "(191)" : ""))
            .toList();
    return "CREATE INDEX "
        + Sql.name(name.substring(0, Math.min(LONGEST_NAME, name.length())))
        + " ON "
        + table.name().quoted()
        + " ("
        + String.join(", ", parts)
        + ");";
  }

  private static boolean isLong(Column column) {
    return column.characters().orElse(0) > LONGEST_INDEXED;
  }
}
