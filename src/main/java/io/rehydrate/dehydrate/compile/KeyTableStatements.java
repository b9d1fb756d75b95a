package io.rehydrate.dehydrate.compile;

import io.rehydrate.dehydrate.compile.TaskSubject.Kind;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements that fill and thin out the key tables. */
final class KeyTableStatements {
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final ResolvedPlan plan;
  private final ReferenceGraph ties;
  private final String helperSchema;
  private final ZonedDateTime asOf;
  private final Map<TableName, KeyTable> tables = new TreeMap<>();
  private final Map<KeyTable, Long> inMemory;

  KeyTableStatements(
      ResolvedPlan plan,
      ReferenceGraph ties,
      String helperSchema,
      ZonedDateTime asOf,
      KeyTablePlacement memory) {
    this.plan = plan;
    this.ties = ties;
    this.helperSchema = helperSchema;
    this.asOf = asOf;
    for (TableName name : ties.keyed()) {
      tables.put(
          name, new KeyTable(plan.rule(name).table(), ties, helperSchema, tables.size() + 1));
    }
    this.inMemory = memory.choose(tables.values());
  }

  /** How many of its rows may lie in the server's memory; empty for one that lies in InnoDB. */
  OptionalLong inMemory(KeyTable table) {
    Long rows = inMemory.get(table);
    return rows == null ? OptionalLong.empty() : OptionalLong.of(rows);
  }

  KeyTable of(TableName table) {
    return tables.get(table);
  }

  List<KeyTable> all() {
    return List.copyOf(tables.values());
  }

  /**
   * Rows that are chosen for themselves: of a core table by its window, of a {@code keep} table
   * all.
   */
  Optional<Task> chosen(TableName name) {
    return switch (ties.rule(name)) {
      case CORE ->
          Optional.of(
              new Task("core rows of " + name, core(name), TaskSubject.of(Kind.CHOOSE_CORE, name)));
      case KEEP ->
          Optional.of(
              new Task(
                  "keys of " + name,
                  List.of(ScratchStatement.rows(insert(of(name)) + from(name))),
                  TaskSubject.of(Kind.CHOOSE_ALL, name)));
      default -> Optional.empty();
    };
  }

  private List<ScratchStatement> core(TableName name) {
    Plan.Core core = plan.rule(name).core().orElseThrow();
    KeyTable keys = of(name);
    String where = core.where().map(w -> "(" + w + ")").orElse("TRUE");
    List<ScratchStatement> statements = new ArrayList<>();
    String newest =
        core.newestBy().map(column -> name.quoted() + "." + Sql.name(column)).orElse("");
    boolean everything = core.window().isEmpty() && core.atLeast() == 0 && core.also().isEmpty();
    if (everything) {
      return List.of(ScratchStatement.rows(insert(keys) + from(name) + " WHERE " + where));
    }
    core.window()
        .ifPresent(
            window ->
                statements.add(
                    ScratchStatement.rows(
                        insert(keys)
                            + from(name)
                            + " WHERE "
                            + newest
                            + " >= '"
                            + LITERAL.format(window.startingBefore(asOf))
                            + "' AND "
                            + where)));
    if (core.atLeast() > 0) {
      statements.add(ScratchStatement.rows(floor(keys, newest, where, core.atLeast())));
    }
    core.also()
        .ifPresent(
            also ->
                statements.add(
                    ScratchStatement.rows(
                        insert(keys) + from(name) + " WHERE (" + also + ") AND " + where)));
    return statements;
  }

  /**
   * The newest rows are those of the window, where it has enough; at a tie the larger key comes
   * first.
   */
  private String floor(KeyTable keys, String newest, String where, long atLeast) {
    TableName name = keys.table().name();
    List<String> order = new ArrayList<>();
    if (!newest.isEmpty()) {
      order.add(newest + " DESC");
    }
    keys.table()
        .primaryKey()
        .forEach(column -> order.add(name.quoted() + "." + Sql.name(column) + " DESC"));
    return insert(keys)
        + " SELECT * FROM (SELECT "
        + keys.selectList(0)
        + " FROM "
        + name.quoted()
        + " WHERE "
        + where
        + " AND (SELECT COUNT(*) FROM "
        + keys.name()
        + ") < "
        + atLeast
        + " ORDER BY "
        + String.join(", ", order)
        + " LIMIT "
        + atLeast
        + ") AS newest";
  }

  /** A row that is there already is passed over. */
  private static String insert(KeyTable keys) {
    return "INSERT IGNORE INTO " + keys.name() + " (" + keys.columns() + ")";
  }

  private String from(TableName name) {
    return " SELECT " + of(name).selectList(0) + " FROM " + name.quoted();
  }

  /**
   * Rows that come because of rows that came in the rounds after {@code seen} and before {@code
   * generation}.
   */
  ScratchStatement growth(Edge tie, int seen, int generation) {
    return ScratchStatement.rows(
        tie.follows() ? following(tie, seen, generation) : bringing(tie, seen, generation));
  }

  private String following(Edge tie, int seen, int generation) {
    KeyTable child = of(tie.from());
    KeyTable parent = of(tie.to());
    return insert(child)
        + " SELECT "
        + child.selectList(generation)
        + " FROM "
        + tie.from().quoted()
        + join(child.table(), tie.reference().fromColumns())
        + parent.name()
        + " AS _k ON "
        + JoinCondition.on(
            JoinCondition.of(tie.from().quoted(), tie.reference().fromColumns()),
            fromColumns(tie),
            JoinCondition.of("_k", parent.target(tie)),
            toColumns(tie))
        + " WHERE "
        + came("_k", seen, generation)
        + tie.reference().when().map(when -> " AND (" + when + ")").orElse("");
  }

  private String bringing(Edge tie, int seen, int generation) {
    KeyTable parent = of(tie.to());
    List<String> columns = JoinCondition.of(tie.to().quoted(), tie.reference().toColumns());
    return (isIndexed(parent.table(), tie.reference().toColumns())
            ? insert(parent)
            : HashJoinHint.joined(insert(parent), fromColumns(tie), toColumns(tie)))
        + " SELECT "
        + parent.selectList(generation)
        + " FROM "
        + tie.to().quoted()
        + join(parent.table(), tie.reference().toColumns())
        + "("
        + referred(tie, came("_k", seen, generation))
        + ") AS _s ON "
        + IntStream.range(0, columns.size())
            .mapToObj(i -> columns.get(i) + " = _s._v" + i)
            .collect(Collectors.joining(" AND "))
        + plan.rule(tie.to())
            .core()
            .flatMap(Plan.Core::where)
            .map(w -> " WHERE (" + w + ")")
            .orElse("");
  }

  /**
   * A table without an index on these columns is read through once, with a look into the keys for
   * each row; the other way round it would be read through for every few keys.
   */
  private static String join(Table table, List<String> columns) {
    return isIndexed(table, columns) ? " JOIN " : " STRAIGHT_JOIN ";
  }

  private static boolean isIndexed(Table table, List<String> columns) {
    return table.indexes().stream()
        .anyMatch(i -> columns.stream().anyMatch(i.columns().get(0)::equalsIgnoreCase));
  }

  private static String came(String alias, int seen, int generation) {
    return alias
        + "._d = 0 AND "
        + alias
        + "._g > "
        + seen
        + " AND "
        + alias
        + "._g < "
        + generation;
  }

  /** A table for what {@link #referred} finds, where that needs an index of our own. */
  String referredTable(Edge tie) {
    return Sql.name(helperSchema) + "." + Sql.name("v" + tie.index());
  }

  /** The keys that rows of the referring side lead to, as the key's side has them: {@code _v0}. */
  String referred(Edge tie, String which) {
    KeyTable child = of(tie.from());
    List<String> source = JoinCondition.of("_k", child.source(tie));
    List<Column> fromColumns = fromColumns(tie);
    List<Column> toColumns = toColumns(tie);
    return "SELECT DISTINCT "
        + IntStream.range(0, source.size())
            .mapToObj(
                i ->
                    JoinCondition.comparable(source.get(i), fromColumns.get(i), toColumns.get(i))
                        + " AS _v"
                        + i)
            .collect(Collectors.joining(", "))
        + " FROM "
        + child.name()
        + " AS _k WHERE "
        + which
        + " AND "
        + JoinCondition.notNull(source);
  }

  List<Column> fromColumns(Edge tie) {
    return columns(plan.rule(tie.from()).table(), tie.reference().fromColumns());
  }

  List<Column> toColumns(Edge tie) {
    return columns(plan.rule(tie.to()).table(), tie.reference().toColumns());
  }

  private static List<Column> columns(Table table, List<String> names) {
    return names.stream().map(n -> table.column(n).orElseThrow()).toList();
  }
}
