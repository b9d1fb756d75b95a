package io.rehydrate.planning.probe;

import io.rehydrate.dehydrate.compile.JoinCondition;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks the data how many references of a link lead somewhere; of large tables a sample. */
public final class RelationMeasure {
  private static final long ROWS_READ_WHOLE = 5_000_000;
  private static final int SAMPLE_END = 10_000;

  private final ReadOnlySource source;

  public RelationMeasure(ReadOnlySource source) {
    this.source = source;
  }

  /**
   * What was found.
   *
   * @param references rows that refer to anything: not NULL, {@code when} true
   * @param orphans those of them that lead nowhere
   * @param none those orphans whose value is 0 or the empty text
   * @param sampled whether only the oldest and the newest rows were looked at
   */
  public record Found(long references, long orphans, long none, boolean sampled) {

    /** Share of the references that lead somewhere, the ones that mean "none" aside; 0 to 1. */
    public double share() {
      long meant = references - none;
      return meant == 0 ? 0 : (double) (references - orphans) / meant;
    }

    public double orphanShare() {
      return references == 0 ? 0 : (double) orphans / references;
    }
  }

  /** Empty when there was not time enough. */
  public Optional<Found> measure(ColumnRelation link) {
    Optional<Found> whole =
        isLarge(link) ? Optional.empty() : ask(link, link.from().name().quoted(), false);
    return whole.or(() -> ask(link, sample(link), true));
  }

  /**
   * Some of the values that refer to anything, those aside that mean "none".
   *
   * @param different how many, counted up to a few
   * @param greatest 0 for what is no number
   */
  public record Values(long different, long greatest) {}

  /** Empty when there was not time enough. */
  public Optional<Values> values(ColumnRelation link, int atMost) {
    String columns = String.join(", ", names(link).stream().map(n -> "_c." + n).toList());
    String rows = isLarge(link) ? sample(link) : link.from().name().quoted();
    return source.one(
        "SELECT COUNT(*), "
            + (link.fromDeclared().get(0).isInteger() ? "COALESCE(MAX(_f0), 0)" : "0")
            + " FROM (SELECT DISTINCT "
            + columns
            + " FROM "
            + referring(link, rows)
            + " WHERE NOT "
            + none(link)
            + " LIMIT "
            + atMost
            + ") AS _d",
        row -> new Values(row.getLong(1), row.getLong(2)));
  }

  private static boolean isLarge(ColumnRelation link) {
    return link.from().estimatedRows() > ROWS_READ_WHOLE;
  }

  /**
   * How many references are equal to their key and yet other bytes than it, in lower case too: they
   * differ in accents or in spaces at the end. Empty when there was not time enough.
   *
   * @param columns which of the link's columns are looked at
   */
  public Optional<Long> spelledOtherwise(ColumnRelation link, List<Integer> columns) {
    String differs =
        columns.stream()
            .map(i -> bytes("_c." + names(link).get(i)) + " <> " + bytes(key(link).get(i)))
            .collect(Collectors.joining(" OR "));
    String rows = isLarge(link) ? sample(link) : link.from().name().quoted();
    return source.one(
        "SELECT COUNT(*) FROM "
            + referring(link, rows)
            + " JOIN "
            + link.to().name().quoted()
            + " AS _k ON "
            + match(link)
            + " WHERE "
            + differs,
        row -> row.getLong(1));
  }

  private static String bytes(String text) {
    return "CAST(LOWER(CONVERT(" + text + " USING utf8mb4)) AS BINARY)";
  }

  private Optional<Found> ask(ColumnRelation link, String rows, boolean sampled) {
    return source.one(
        query(link, rows),
        row -> new Found(row.getLong(1), row.getLong(2), row.getLong(3), sampled));
  }

  private static List<String> names(ColumnRelation link) {
    return IntStream.range(0, link.fromColumns().size()).mapToObj(i -> "_f" + i).toList();
  }

  private static List<String> key(ColumnRelation link) {
    return JoinCondition.of("_k", link.toColumns());
  }

  /** What refers to anything, as {@code _c}. */
  private static String referring(ColumnRelation link, String rows) {
    List<String> read = JoinCondition.of(Sql.name(link.from().name().table()), link.fromColumns());
    return "(SELECT "
        + IntStream.range(0, read.size())
            .mapToObj(i -> read.get(i) + " AS " + names(link).get(i))
            .collect(Collectors.joining(", "))
        + " FROM "
        + rows
        + " WHERE "
        + JoinCondition.notNull(read)
        + link.when().map(w -> " AND (" + w + ")").orElse("")
        + ") AS _c";
  }

  private static String match(ColumnRelation link) {
    return JoinCondition.on(
        JoinCondition.of("_c", names(link)), link.fromDeclared(), key(link), link.toDeclared());
  }

  private static String query(ColumnRelation link, String rows) {
    String match = match(link);
    String key = "_k." + Sql.name(link.toColumns().get(0));
    String orphan =
        link.isToIndexed()
            ? "NOT EXISTS (SELECT 1 FROM "
                + link.to().name().quoted()
                + " AS _k WHERE "
                + match
                + ")"
            : key + " IS NULL";
    String keys =
        link.isToIndexed()
            ? ""
            : " LEFT JOIN (SELECT DISTINCT "
                + Sql.names(link.toColumns())
                + " FROM "
                + link.to().name().quoted()
                + ") AS _k ON "
                + match;
    return "SELECT COUNT(*), COALESCE(SUM(_o), 0), COALESCE(SUM(_o AND _n), 0) FROM (SELECT "
        + orphan
        + " AS _o, "
        + none(link)
        + " AS _n FROM "
        + referring(link, rows)
        + keys
        + ") AS _a";
  }

  /** 0 and the empty text are common words for "none". */
  private static String none(ColumnRelation link) {
    Column column = link.fromDeclared().get(0);
    if (link.fromColumns().size() > 1) {
      return "FALSE";
    }
    return column.isNumber() ? "(_c._f0 = 0)" : column.isText() ? "(_c._f0 = '')" : "FALSE";
  }

  private static String sample(ColumnRelation link) {
    return sample(link.from()) + " AS " + Sql.name(link.from().name().table());
  }

  private static String sample(Table table) {
    String name = table.name().quoted();
    String read =
        "(SELECT "
            + Sql.names(table.columns().stream().map(Column::name).toList())
            + " FROM "
            + name;
    if (table.primaryKey().isEmpty()) {
      return read + " LIMIT " + 2 * SAMPLE_END + ")";
    }
    String oldest = read + " ORDER BY " + order(table, "") + " LIMIT " + SAMPLE_END + ")";
    String newest = read + " ORDER BY " + order(table, " DESC") + " LIMIT " + SAMPLE_END + ")";
    return "(" + oldest + " UNION ALL " + newest + ")";
  }

  private static String order(Table table, String direction) {
    return table.primaryKey().stream()
        .map(c -> Sql.name(c) + direction)
        .collect(Collectors.joining(", "));
  }
}
