package io.rehydrate.dehydrate.compile;

import io.rehydrate.mask.MaskExpression;
import io.rehydrate.mask.MaskTable;
import io.rehydrate.mask.Masks;
import io.rehydrate.mask.NamePrints;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.KeptRows;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What is read of the source once the rows that stay are known: those rows alone, each with the
 * values that the plan gives them. Which tables can be read so is decided before any is copied.
 */
public final class SecondPass {
  private static final Pattern DEFAULT =
      Pattern.compile("\\bdefault\\s*\\(", Pattern.CASE_INSENSITIVE);

  /** Here it does not matter which columns there are. */
  private static final Pattern EXISTS =
      Pattern.compile("\\bexists\\s*\\(\\s*select\\s+\\*", Pattern.CASE_INSENSITIVE);

  /** What a subquery on a table of some columns answers in another way, or not at all. */
  private static final Pattern MORE_THAN_COLUMNS =
      Pattern.compile(
          "\\bnatural\\b|\\bpartition\\s*\\(|\\btable\\s+[\\w`]"
              + "|\\bselect\\s+(?:distinct\\s+|all\\s+)*\\*|,\\s*\\*|\\.\\s*\\*",
          Pattern.CASE_INSENSITIVE);

  /** An expression over other rows. */
  private static final Pattern WINDOW = Pattern.compile("\\bover\\b", Pattern.CASE_INSENSITIVE);

  /** In bytes, with its bit for NULL. */
  private static final int BYTES_OF_PRINT = 9;

  private static final int WIDEST_ROW = 60_000;

  private final String helperSchema;
  private final ResolvedPlan plan;
  private final ReferenceGraph ties;
  private final KeyTableStatements keys;
  private final CutReferences cuts;

  SecondPass(ResolvedPlan plan, ReferenceGraph ties, KeyTableStatements keys, String helperSchema) {
    this.helperSchema = helperSchema;
    this.plan = plan;
    this.ties = ties;
    this.keys = keys;
    this.cuts = new CutReferences(plan, ties, keys);
  }

  /** What of a plan's tables is copied first. */
  public static FirstPass firstPass(ResolvedPlan plan) {
    ReferenceGraph ties = new ReferenceGraph(plan);
    KeyTableStatements keys =
        new KeyTableStatements(
            plan, ties, "", Instant.EPOCH.atZone(ZoneOffset.UTC), KeyTablePlacement.none());
    SecondPass second = new SecondPass(plan, ties, keys, "");
    Map<TableName, Table> narrow = new HashMap<>();
    Map<TableName, String> whole = new HashMap<>();
    Set<TableName> scanned = new HashSet<>();
    plan.tables()
        .forEach(
            (name, rule) -> {
              if (!rule.isRewritten()) {
                return;
              }
              Set<String> deciding = DecidingColumns.of(plan, rule.table());
              Optional<String> hindrance = second.hindrance(rule, deciding);
              hindrance.ifPresent(why -> whole.put(name, why));
              if (hindrance.isEmpty()) {
                narrow.put(name, rule.table().narrowed(deciding));
                if (DecidingColumns.asking(plan, rule.table()).isEmpty()) {
                  scanned.add(name);
                }
              }
            });
    return new FirstPass(narrow, scanned, whole);
  }

  /** Why a table's rows can't be read by their keys, or not be given their values on the way. */
  private Optional<String> hindrance(ResolvedPlan.Rule rule, Set<String> deciding) {
    Table table = rule.table();
    if (!table.engine().equals("InnoDB")) {
      return Optional.of("it is not an InnoDB table, and has no moment that is shared");
    }
    if (table.primaryKey().isEmpty()) {
      return Optional.of("it has no primary key");
    }
    for (String name : table.primaryKey()) {
      if (table.column(name).filter(KeptRows::findsRows).isEmpty()) {
        return Optional.of("its primary key has " + name + ", by which rows are not found again");
      }
    }
    if (table.hasPrefixedKey()) {
      return Optional.of("its primary key holds the beginning of a value alone");
    }
    if (table.isVersioned()) {
      return Optional.of("it keeps the history of its rows");
    }
    if (DecidingColumns.conditions(plan, table).anyMatch(DEFAULT.asPredicate())
        || DecidingColumns.asking(plan, table).stream()
            .map(condition -> EXISTS.matcher(condition).replaceAll("EXISTS (SELECT 1"))
            .anyMatch(MORE_THAN_COLUMNS.asPredicate())) {
      return Optional.of("a condition of the plan asks for more of it than columns by their names");
    }
    return table.columns().stream()
        .filter(c -> deciding.contains(c.name()) && (c.mayBeLarge() || c.isSpatial()))
        .findFirst()
        .map(c -> "rows are chosen by " + c.name() + ", which may be large")
        .or(() -> valueHindrance(rule));
  }

  private Optional<String> valueHindrance(ResolvedPlan.Rule rule) {
    Table table = rule.table();
    TableName any = table.name();
    Assignments values = values(rule, any);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    boolean mariaDb = plan.catalog().server().isMariaDb();
    if (!mariaDb && table.hasEnforcedChecks()) {
      return Optional.of("a value of it is changed, and it has CHECKs");
    }
    boolean masksJson =
        table.columns().stream().anyMatch(c -> c.isJson() && rule.masks().containsKey(c.name()));
    if (!mariaDb && masksJson) {
      return Optional.of(
          "a JSON column of it is masked, and text has fewer types than MySQL's JSON");
    }
    if (prints(rule, any).stream().anyMatch(source -> !source.join().isEmpty())) {
      return Optional.of("names in arrays of a JSON column of it are masked");
    }
    for (String text : texts(rule)) {
      List<Column> used =
          DecidingColumns.mentioned(table, text).stream()
              .flatMap(name -> table.column(name).stream())
              .toList();
      if (DecidingColumns.qualifies(any.table(), text) || WINDOW.matcher(text).find()) {
        return Optional.of("an expression of the plan names the table itself, or its other rows");
      }
      if (used.stream().anyMatch(Column::generated)) {
        return Optional.of("an expression of the plan uses a generated column of it");
      }
      if (!mariaDb && used.stream().anyMatch(Column::isJson)) {
        return Optional.of("an expression of the plan uses a JSON column of it");
      }
    }
    int prints = printColumns(rule, any).size();
    if (prints > 0 && table.widestRow() + (long) BYTES_OF_PRINT * prints > WIDEST_ROW) {
      return Optional.of("its rows are as wide as rows can be, and names in it are masked");
    }
    return values.ordered().isPresent()
        ? Optional.empty()
        : Optional.of("two of its values are made of each other");
  }

  /** Expressions of the plan by which a row's values change. */
  private List<String> texts(ResolvedPlan.Rule rule) {
    List<String> texts = new ArrayList<>();
    rule.masks().values().stream()
        .filter(mask -> mask.name().equals("sql"))
        .forEach(mask -> texts.add(mask.argument()));
    texts.addAll(cuts.conditions(rule.table().name()));
    return texts;
  }

  /**
   * The rows that stay of a table that is copied in two passes.
   *
   * @param fresh takes them
   */
  KeptRows rows(ResolvedPlan.Rule rule, TableName fresh) {
    TableName name = rule.table().name();
    List<KeptRows.Assignment> assignments =
        values(rule, fresh).ordered().orElseThrow(() -> new IllegalStateException(name.toString()));
    if (ties.isKeyed(name)) {
      KeyTable key = keys.of(name);
      return new KeptRows(
          rule.table(),
          fresh,
          "\nFROM " + key.name() + " AS _key\nWHERE _key._d = 0",
          key.identity("_key"),
          assignments);
    }
    if (!ties.isLeaf(name)) {
      return KeptRows.all(
          rule.table(), fresh, plan.from(name).isEmpty() && plan.to(name).isEmpty(), assignments);
    }
    LeafTableFilter leaf = new LeafTableFilter(rule.table(), ties, keys);
    return new KeptRows(
        rule.table(),
        fresh,
        "\nFROM "
            + name.quoted()
            + " FORCE INDEX (PRIMARY)"
            + leaf.joins()
            + (leaf.condition().isEmpty() ? "\nWHERE TRUE" : leaf.condition()),
        JoinCondition.of(name.quoted(), rule.table().primaryKey()),
        assignments);
  }

  private Assignments values(ResolvedPlan.Rule rule, TableName fresh) {
    Table table = rule.table();
    Assignments values = new Assignments();
    int keyed = 0;
    int number = 0;
    for (NamePrints.Source source : prints(rule, fresh)) {
      for (String print : source.expressions()) {
        String sql = MaskTable.selected(print, helperSchema, ++keyed);
        values.add(print(++number), sql, reads(table, fresh, sql, List.of()));
      }
    }
    for (Column column : table.writtenColumns()) {
      String original = fresh.quoted() + "." + Sql.name(column.name());
      MaskSpec mask = rule.masks().get(column.name());
      List<String> texts = new ArrayList<>();
      String value = original;
      if (mask != null) {
        MaskExpression masked = Masks.expression(mask, table, column, fresh.quoted());
        boolean isKeyed = !masked.purposes().isEmpty();
        value = isKeyed ? MaskTable.selected(masked.sql(), helperSchema, ++keyed) : masked.sql();
        texts.addAll(mask.name().equals("sql") ? List.of(mask.argument()) : List.of());
      }
      value = cuts.cut(table.name(), column, value, fresh.quoted());
      if (!value.equals(original)) {
        texts.addAll(cuts.conditions(table.name()));
        values.add(column.name(), value, reads(table, fresh, value, texts));
      }
    }
    return values;
  }

  /** How many copies of the table of keys the rows of a table take. */
  int keyTables(ResolvedPlan.Rule rule) {
    long masks =
        rule.table().writtenColumns().stream()
            .filter(column -> rule.masks().containsKey(column.name()))
            .filter(
                column ->
                    !Masks.expression(rule.masks().get(column.name()), rule.table(), column, "t")
                        .purposes()
                        .isEmpty())
            .count();
    return (int) masks + printColumns(rule, rule.table().name()).size();
  }

  /** Fingerprints of names that masks take away, in columns of the fresh table. */
  List<NamePrints.Source> prints(ResolvedPlan.Rule rule, TableName fresh) {
    return new NamePrints(rule.table(), rule.masks(), fresh.quoted()).sources();
  }

  /** The column of a fingerprint, from 1 on; no table of a plan has such a one. */
  static String print(int number) {
    return "_rehydrate_name_" + number;
  }

  private static Set<String> reads(Table table, TableName fresh, String sql, List<String> texts) {
    Set<String> reads = new HashSet<>();
    for (Column column : table.columns()) {
      if (sql.contains(fresh.quoted() + "." + Sql.name(column.name()))) {
        reads.add(column.name());
      }
    }
    texts.forEach(text -> reads.addAll(DecidingColumns.mentioned(table, text)));
    return reads;
  }

  /** The columns that hold fingerprints until they are kept. */
  List<String> printColumns(ResolvedPlan.Rule rule, TableName fresh) {
    int count = prints(rule, fresh).stream().mapToInt(source -> source.expressions().size()).sum();
    return IntStream.rangeClosed(1, count).mapToObj(SecondPass::print).toList();
  }
}
