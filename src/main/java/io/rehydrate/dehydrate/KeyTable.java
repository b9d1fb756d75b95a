package io.rehydrate.dehydrate;

import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Table;
import io.rehydrate.server.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The narrow copy of a table's rows that stay: its key, what others refer to it by, what it refers
 * to others by. {@code _g} counts the round in which a row came (0: chosen for itself), {@code _d}
 * marks a row that can't stay; it remains, so that it never comes again.
 */
final class KeyTable {
  /** The key that a table without a primary key is given on the scratch. */
  static final String ROW_NUMBER = "__rehydrate_row";

  private final Table table;
  private final String name;
  private final List<String> identity;
  private final Map<List<String>, String> targets = new LinkedHashMap<>();
  private final Map<Tie, String> outgoing = new LinkedHashMap<>();

  KeyTable(Table table, Ties ties, String helperSchema, int number) {
    this.table = table;
    this.name = Sql.name(helperSchema) + "." + Sql.name("k" + number);
    this.identity = table.primaryKey().isEmpty() ? List.of(ROW_NUMBER) : table.primaryKey();
    for (Tie tie : ties.evaluated()) {
      if (tie.from().equals(table.name())) {
        outgoing.put(tie, "_r" + tie.index() + "_");
      }
    }
    for (Tie tie : ties.to(table.name())) {
      if (tie.asksForKeys() && !tie.reference().toColumns().equals(identity)) {
        targets.putIfAbsent(tie.reference().toColumns(), "_t" + targets.size() + "_");
      }
    }
  }

  /** {@code `helper`.`k7`} */
  String name() {
    return name;
  }

  Table table() {
    return table;
  }

  /**
   * A table whose rows have no key of their own gets one on the scratch, for the time of the work.
   */
  boolean needsRowNumber() {
    return table.primaryKey().isEmpty();
  }

  /** The names of its columns, in the order of {@link #selectList}. */
  String columns() {
    List<String> names = new ArrayList<>(numbered("_p", identity.size()));
    targets.forEach((columns, prefix) -> names.addAll(numbered(prefix, columns.size())));
    outgoing.forEach(
        (tie, prefix) -> names.addAll(numbered(prefix, tie.reference().fromColumns().size())));
    names.add("_g");
    names.add("_d");
    return Sql.names(names);
  }

  /** What a row of the table gives, for the round {@code generation}. */
  String selectList(int generation) {
    List<String> values = new ArrayList<>();
    addValues(values, identity, "_p", "");
    targets.forEach((columns, prefix) -> addValues(values, columns, prefix, ""));
    outgoing.forEach(
        (tie, prefix) ->
            addValues(
                values, tie.reference().fromColumns(), prefix, tie.reference().when().orElse("")));
    values.add(generation + " AS _g");
    values.add("0 AS _d");
    return String.join(", ", values);
  }

  private void addValues(List<String> values, List<String> columns, String prefix, String when) {
    for (int i = 0; i < columns.size(); i++) {
      String value = table.name().quoted() + "." + Sql.name(columns.get(i));
      values.add(
          (when.isEmpty() ? value : "IF((" + when + "), " + value + ", NULL)")
              + " AS "
              + Sql.name(prefix + i));
    }
  }

  /** Makes it, empty, with the types of the table's own columns. */
  String create() {
    String indexes =
        targets.entrySet().stream()
            .map(t -> ", KEY (" + Sql.names(numbered(t.getValue(), t.getKey().size())) + ")")
            .collect(Collectors.joining());
    return "CREATE TABLE "
        + name
        + " (PRIMARY KEY ("
        + Sql.names(numbered("_p", identity.size()))
        + ")"
        + indexes
        + ") ENGINE=InnoDB SELECT "
        + selectList(0)
        + " FROM "
        + table.name().quoted()
        + " WHERE FALSE";
  }

  /** {@code k} is the row of {@code table} itself. */
  String isRowOf(String alias) {
    return IntStream.range(0, identity.size())
        .mapToObj(
            i ->
                alias
                    + "."
                    + Sql.name("_p" + i)
                    + " = "
                    + table.name().quoted()
                    + "."
                    + Sql.name(identity.get(i)))
        .collect(Collectors.joining(" AND "));
  }

  /** Its columns that a tie leads to. */
  List<String> target(Tie tie) {
    List<String> columns = tie.reference().toColumns();
    return columns.equals(identity)
        ? numbered("_p", columns.size())
        : numbered(targets.get(columns), columns.size());
  }

  /** Its columns that hold a tie's reference; NULL where the tie's condition is not true. */
  List<String> source(Tie tie) {
    return numbered(outgoing.get(tie), tie.reference().fromColumns().size());
  }

  String firstIdentity() {
    return Sql.name("_p0");
  }

  /**
   * Rows chosen for themselves, and rows that can't stay, outlive a new count; the others come
   * anew.
   */
  List<String> reset(RowRule rule) {
    String spare = name.substring(0, name.length() - 1) + "s`";
    String old = name.substring(0, name.length() - 1) + "o`";
    return List.of(
        "CREATE TABLE " + spare + " LIKE " + name,
        "INSERT INTO "
            + spare
            + " SELECT * FROM "
            + name
            + " WHERE _d = 1"
            + (rule == RowRule.CORE || rule == RowRule.KEEP ? " OR _g = 0" : ""),
        "RENAME TABLE " + name + " TO " + old + ", " + spare + " TO " + name,
        "DROP TABLE " + old);
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
