package io.rehydrate.dehydrate.compile;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Counts of references that lead nowhere, asked of whole tables, for the report and as the proof.
 */
public final class Orphans {
  /** From so many rows a reference on, bringing them together costs less than looking each up. */
  private static final int REPEATED = 4;

  private final ResolvedPlan plan;

  public Orphans(ResolvedPlan plan) {
    this.plan = plan;
  }

  /** References between tables that keep rows; those into emptied tables have become NULL. */
  public List<Reference> counted() {
    return plan.references().stream()
        .filter(
            r ->
                plan.rule(r.from()).rows() != RowRule.TRUNCATE
                    && plan.rule(r.to()).rows() != RowRule.TRUNCATE)
        .toList();
  }

  /**
   * How many references may lead nowhere in the copy: of a {@code keep} row those that did so
   * before, where the plan does not say what becomes of them.
   *
   * @param before how many led nowhere in the source
   */
  public long mostLeft(Reference reference, long before) {
    return switch (reference.dangling()) {
      case KEEP -> Long.MAX_VALUE;
      case UNDECIDED -> plan.rule(reference.from()).rows() == RowRule.KEEP ? before : 0;
      case DROP, SET_NULL -> 0;
    };
  }

  /** What to do where more are left than may be. */
  public String remedy(Reference reference) {
    return reference.fromColumns().stream()
        .filter(
            column ->
                Optional.ofNullable(plan.rule(reference.from()).masks().get(column))
                    .filter(mask -> mask.name().equals("sql"))
                    .isPresent())
        .findFirst()
        .map(
            column ->
                "Nothing is published. Have the mask 'sql' of "
                    + reference.from().table()
                    + "."
                    + column
                    + " leave the values of rows that refer as they are")
        .orElse("Nothing is published; please report it with the plan");
  }

  /** A query that gives one number. */
  public String query(Reference reference) {
    Table from = plan.rule(reference.from()).table();
    Table to = plan.rule(reference.to()).table();
    List<String> source = JoinCondition.of(from.name().quoted(), reference.fromColumns());
    List<String> names = IntStream.range(0, source.size()).mapToObj(i -> "_f" + i).toList();
    String selected =
        IntStream.range(0, source.size())
            .mapToObj(i -> source.get(i) + " AS " + names.get(i))
            .collect(Collectors.joining(", "));
    String keys =
        isLedByPrimaryKey(to, reference.toColumns())
            ? to.name().quoted() + " AS _k"
            : "(SELECT DISTINCT "
                + Sql.names(reference.toColumns())
                + " FROM "
                + to.name().quoted()
                + ") AS _k";
    boolean grouped = isRepeated(reference, from, to);
    String query =
        (grouped ? "SELECT COALESCE(SUM(_n), 0) FROM (SELECT " : "SELECT COUNT(*) FROM (SELECT ")
            + selected
            + (grouped ? ", COUNT(*) AS _n" : "")
            + " FROM "
            + from.name().quoted()
            + " WHERE "
            + JoinCondition.notNull(source)
            + reference.when().map(w -> " AND (" + w + ")").orElse("")
            + (grouped ? " GROUP BY " + String.join(", ", source) : "")
            + ") AS _c LEFT JOIN "
            + keys
            + " ON "
            + JoinCondition.on(
                JoinCondition.of("_c", names),
                columns(from, reference.fromColumns()),
                JoinCondition.of("_k", reference.toColumns()),
                columns(to, reference.toColumns()))
            + " WHERE _k."
            + Sql.name(reference.toColumns().get(0))
            + " IS NULL";
    return isLedByPrimaryKey(to, reference.toColumns())
        ? query
        : HashJoinHint.joined(
            query, columns(from, reference.fromColumns()), columns(to, reference.toColumns()));
  }

  /**
   * Whether many rows share a reference, so that each is looked up once, and not once a row. Texts
   * are not brought together: what is equal here need not be equal where the reference leads.
   */
  private static boolean isRepeated(Reference reference, Table from, Table to) {
    return to.estimatedRows() <= from.estimatedRows() / REPEATED
        && columns(from, reference.fromColumns()).stream()
            .noneMatch(column -> column.isText() || column.isBinary() || column.isJson());
  }

  private static boolean isLedByPrimaryKey(Table table, List<String> columns) {
    return table.primaryKey().size() >= columns.size()
        && table.primaryKey().subList(0, columns.size()).equals(columns);
  }

  private static List<Column> columns(Table table, List<String> names) {
    return names.stream().map(n -> table.column(n).orElseThrow()).toList();
  }
}
