package io.rehydrate.dehydrate.compile;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The narrow copy of a table's rows that stay: its key, what others refer to it by, what it refers
 * to others by. {@code _g} counts the round in which a row came (0: chosen for itself), {@code _d}
 * marks a row that can't stay; it remains, so that it never comes again.
 */
final class KeyTable {
  /** The key that a table without a primary key is given on the scratch. */
  static final String ROW_NUMBER = "__rehydrate_row";

  /** In characters: four such columns fit into one index. */
  private static final int LONGEST_INDEXED = 191;

  static final int MOST_INDEXED = 4;

  /** In characters: a longer text can be a primary key by its beginning alone. */
  private static final int LONGEST_KEY = 3072;

  private final Table table;
  private final String name;
  private final List<String> identity;
  private final int uses;
  private final Map<List<String>, String> targets = new LinkedHashMap<>();
  private final Map<Edge, String> outgoing = new LinkedHashMap<>();

  KeyTable(Table table, ReferenceGraph ties, String helperSchema, int number) {
    this.table = table;
    this.name = Sql.name(helperSchema) + "." + Sql.name("k" + number);
    this.identity = table.primaryKey().isEmpty() ? List.of(ROW_NUMBER) : table.primaryKey();
    for (Edge tie : ties.evaluated()) {
      if (tie.from().equals(table.name())) {
        outgoing.put(tie, "_r" + tie.index() + "_");
      }
    }
    this.uses = (int) ties.to(table.name()).stream().filter(Edge::asksForKeys).count();
    for (Edge tie : ties.to(table.name())) {
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

  /**
   * Gives each row its number. A table has one AUTO_INCREMENT column at most, and the primary key
   * of a partitioned one has to hold the columns that it is partitioned by.
   */
  List<ScratchStatement> number() {
    String number = Sql.name(ROW_NUMBER);
    String add = "ALTER TABLE " + table.name().quoted() + " ADD COLUMN " + number;
    String key =
        table.createStatement().contains("PARTITION BY") ? "ADD KEY (" : "ADD PRIMARY KEY (";
    if (table.columns().stream().noneMatch(Column::autoIncrement)) {
      return List.of(
          ScratchStatement.alteration(
              add + " BIGINT UNSIGNED NOT NULL AUTO_INCREMENT FIRST, " + key + number + ")"));
    }
    String count = "@rehydrate_row";
    String unchanged =
        table.writtenColumns().stream()
            .filter(c -> c.dataType().equals("timestamp") || c.dataType().equals("datetime"))
            .map(c -> ", " + Sql.name(c.name()) + " = " + Sql.name(c.name()))
            .collect(Collectors.joining());
    return List.of(
        ScratchStatement.alteration(add + " BIGINT UNSIGNED NOT NULL DEFAULT 0 FIRST"),
        ScratchStatement.rows(
            "UPDATE "
                + table.name().quoted()
                + " JOIN (SELECT "
                + count
                + " := 0) AS _none SET "
                + number
                + " = ("
                + count
                + " := "
                + count
                + " + 1)"
                + unchanged),
        ScratchStatement.alteration(
            "ALTER TABLE " + table.name().quoted() + " " + key + number + ")"));
  }

  /** Takes the number off again. */
  ScratchStatement unnumber() {
    return ScratchStatement.alteration(
        "ALTER TABLE " + table.name().quoted() + " DROP COLUMN " + Sql.name(ROW_NUMBER));
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

  private String parts(List<String> columns, String prefix, int longest) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      long length = table.column(columns.get(i)).map(KeyTable::length).orElse(0L);
      parts.add(Sql.name(prefix + i) + (length > longest ? "(" + LONGEST_INDEXED + ")" : ""));
    }
    return String.join(", ", parts);
  }

  /** What of a column goes into an index: {@code (191)}, or nothing for all of it. */
  static String beginning(Column column) {
    return length(column) > LONGEST_INDEXED ? "(" + LONGEST_INDEXED + ")" : "";
  }

  /** In characters; a label is stored as a number. */
  private static long length(Column column) {
    boolean isLabel = column.dataType().equals("enum") || column.dataType().equals("set");
    return isLabel ? 0 : column.characters().orElse(0);
  }

  /**
   * Makes it, empty, with the types of the table's own columns. Its statistics are counted while it
   * is filled, not some seconds later: the next statement is planned by them. In memory, a hash
   * finds a row by a key of one column; other keys, and what many rows share, are found by trees,
   * for a hash would slow down.
   *
   * @param rowsInMemory how many it may have there; empty: it lies in InnoDB
   */
  ScratchStatement create(OptionalLong rowsInMemory) {
    boolean inMemory = rowsInMemory.isPresent();
    String index = inMemory ? ", KEY USING BTREE (" : ", KEY (";
    String indexes =
        targets.entrySet().stream()
            .map(t -> index + parts(t.getKey(), t.getValue(), LONGEST_INDEXED) + ")")
            .collect(Collectors.joining());
    return ScratchStatement.creation(
        name,
        "CREATE TABLE "
            + name
            + (inMemory && identity.size() > 1 ? " (PRIMARY KEY USING BTREE (" : " (PRIMARY KEY (")
            + parts(identity, "_p", LONGEST_KEY)
            + ")"
            + indexes
            + (inMemory
                ? ") ENGINE=MEMORY MAX_ROWS=" + rowsInMemory.getAsLong()
                : ") ENGINE=InnoDB STATS_PERSISTENT=0")
            + " SELECT "
            + selectList(0)
            + " FROM "
            + table.name().quoted()
            + " WHERE FALSE");
  }

  /** The columns of the table whose values it holds, once for each time. */
  List<Column> held() {
    List<String> names = new ArrayList<>(needsRowNumber() ? List.of() : identity);
    targets.keySet().forEach(names::addAll);
    outgoing.keySet().forEach(tie -> names.addAll(tie.reference().fromColumns()));
    return names.stream().map(column -> table.column(column).orElseThrow()).toList();
  }

  /** The columns of the table that are in trees, once for each time. */
  List<Column> indexed() {
    return Stream.concat(
            Stream.of(identity).filter(key -> key.size() > 1), targets.keySet().stream())
        .flatMap(List::stream)
        .map(column -> table.column(column).orElseThrow())
        .toList();
  }

  /** By how many ties it is looked at for each row of another table. */
  int uses() {
    return uses;
  }

  /** The columns that hold the row's own key. */
  List<String> identity(String alias) {
    return JoinCondition.of(alias, numbered("_p", identity.size()));
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
  List<String> target(Edge tie) {
    List<String> columns = tie.reference().toColumns();
    return isIdentity(tie)
        ? numbered("_p", columns.size())
        : numbered(targets.get(columns), columns.size());
  }

  /** Whether a tie leads to rows by their own key, so that each reference meets one at most. */
  boolean isIdentity(Edge tie) {
    return tie.reference().toColumns().equals(identity);
  }

  /** Its columns that hold a tie's reference; NULL where the tie's condition is not true. */
  List<String> source(Edge tie) {
    return numbered(outgoing.get(tie), tie.reference().fromColumns().size());
  }

  String firstIdentity() {
    return Sql.name("_p0");
  }

  /**
   * Rows chosen for themselves, and rows that can't stay, outlive a new count; the others come
   * again.
   */
  List<ScratchStatement> reset(RowRule rule) {
    String spare = name.substring(0, name.length() - 1) + "s`";
    String old = name.substring(0, name.length() - 1) + "o`";
    return List.of(
        ScratchStatement.creation(spare, "CREATE TABLE " + spare + " LIKE " + name),
        ScratchStatement.filling(
            spare,
            "INSERT INTO "
                + spare
                + " SELECT * FROM "
                + name
                + " WHERE _d = 1"
                + (rule == RowRule.CORE || rule == RowRule.KEEP ? " OR _g = 0" : "")),
        ScratchStatement.definition(
            "RENAME TABLE " + name + " TO " + old + ", " + spare + " TO " + name),
        ScratchStatement.definition("DROP TABLE " + old));
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
