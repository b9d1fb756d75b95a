package io.rehydrate.dehydrate.compile;

import io.rehydrate.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements that mark, in the key tables, rows that can't stay. */
final class DeadRowStatements {
  private final KeyTableStatements keys;

  DeadRowStatements(KeyTableStatements keys) {
    this.keys = keys;
  }

  /**
   * Marks the rows of one table of which a reference leads to no row that stays. An UPDATE of one
   * table reads the others without locks; one that joins them locks all, and two tables of a cycle
   * in each other's way. Of a reference to its own table MySQL takes the joining form alone (error
   * 1093).
   */
  List<ScratchStatement> dead(List<Edge> ties) {
    KeyTable child = keys.of(ties.get(0).from());
    List<ScratchStatement> statements = new ArrayList<>();
    List<String> dangling = new ArrayList<>();
    for (Edge tie : ties) {
      List<String> source = JoinCondition.of("_c", child.source(tie));
      String stays =
          JoinCondition.on(
                  source,
                  keys.fromColumns(tie),
                  JoinCondition.of("_k", keys.of(tie.to()).target(tie)),
                  keys.toColumns(tie))
              + " AND _k._d = 0";
      if (!tie.from().equals(tie.to())) {
        dangling.add(
            "("
                + JoinCondition.notNull(source)
                + " AND NOT EXISTS (SELECT 1 FROM "
                + keys.of(tie.to()).name()
                + " AS _k WHERE "
                + stays
                + "))");
      } else {
        statements.add(
            ScratchStatement.rows(
                "UPDATE "
                    + child.name()
                    + " AS _c LEFT JOIN "
                    + child.name()
                    + " AS _k ON "
                    + stays
                    + " SET _c._d = 1 WHERE _c._d = 0 AND "
                    + JoinCondition.notNull(source)
                    + " AND _k."
                    + child.firstIdentity()
                    + " IS NULL"));
      }
    }
    if (!dangling.isEmpty()) {
      statements.add(
          0,
          ScratchStatement.rows(
              "UPDATE "
                  + child.name()
                  + " AS _c SET _c._d = 1 WHERE _c._d = 0 AND ("
                  + String.join(" OR ", dangling)
                  + ")"));
    }
    return statements;
  }

  /**
   * Marks the rows of a table that came because of others, and of whose reasons none is left.
   * MariaDB joins no UPDATE by a hash: texts too wide for an index of its own get a table with one.
   *
   * @param growing all ties by which the table gains rows; none of its own rows is a reason
   */
  List<ScratchStatement> unreasoned(List<Edge> growing) {
    List<ScratchStatement> before = new ArrayList<>();
    List<ScratchStatement> after = new ArrayList<>();
    KeyTable gains = keys.of(growing.get(0).gains());
    StringBuilder joins = new StringBuilder();
    StringBuilder none = new StringBuilder();
    for (Edge tie : growing) {
      if (tie.follows()) {
        none.append(" AND NOT EXISTS (SELECT 1 FROM ")
            .append(keys.of(tie.to()).name())
            .append(" AS _k WHERE ")
            .append(
                JoinCondition.on(
                    JoinCondition.of("_c", gains.source(tie)),
                    keys.fromColumns(tie),
                    JoinCondition.of("_k", keys.of(tie.to()).target(tie)),
                    keys.toColumns(tie)))
            .append(" AND _k._d = 0)");
      } else {
        String alias = "_s" + tie.index();
        List<String> target = JoinCondition.of("_c", gains.target(tie));
        String referred = "(" + keys.referred(tie, "_k._d = 0") + ")";
        if (HashJoinHint.are(keys.fromColumns(tie), keys.toColumns(tie))) {
          before.add(referredTable(tie));
          referred = keys.referredTable(tie);
          after.add(ScratchStatement.repeatableDefinition("DROP TABLE IF EXISTS " + referred));
        }
        joins
            .append(" LEFT JOIN ")
            .append(referred)
            .append(" AS ")
            .append(alias)
            .append(" ON ")
            .append(
                IntStream.range(0, target.size())
                    .mapToObj(i -> target.get(i) + " = " + alias + "._v" + i)
                    .collect(Collectors.joining(" AND ")));
        none.append(" AND ").append(alias).append("._v0 IS NULL");
      }
    }
    List<ScratchStatement> statements = new ArrayList<>(before);
    statements.add(
        ScratchStatement.rows(
            "UPDATE "
                + gains.name()
                + " AS _c"
                + joins
                + " SET _c._d = 1 WHERE _c._d = 0 AND _c._g > 0"
                + none));
    statements.addAll(after);
    return statements;
  }

  /**
   * What {@link KeyTableStatements#referred} finds, with an index on as much of it as an index
   * takes.
   */
  private ScratchStatement referredTable(Edge tie) {
    List<Column> from = keys.fromColumns(tie);
    List<Column> to = keys.toColumns(tie);
    List<Column> columns =
        IntStream.range(0, from.size())
            .mapToObj(
                i -> (JoinCondition.isNumberInText(from.get(i), to.get(i)) ? to : from).get(i))
            .toList();
    String parts =
        IntStream.range(0, columns.size())
            .filter(i -> !columns.get(i).isJson())
            .limit(KeyTable.MOST_INDEXED)
            .mapToObj(i -> "_v" + i + KeyTable.beginning(columns.get(i)))
            .collect(Collectors.joining(", "));
    String table = keys.referredTable(tie);
    return ScratchStatement.creation(
        table,
        "CREATE TABLE "
            + table
            + (parts.isEmpty() ? "" : " (KEY (" + parts + "))")
            + " ENGINE=InnoDB STATS_PERSISTENT=0 "
            + keys.referred(tie, "_k._d = 0"));
  }

  /** Counts the rows that stay although their reference leads to rows of which none stays. */
  String undecided(Edge tie) {
    KeyTable child = keys.of(tie.from());
    List<String> source = JoinCondition.of("_c", child.source(tie));
    String led =
        " EXISTS (SELECT 1 FROM "
            + keys.of(tie.to()).name()
            + " AS _k WHERE "
            + JoinCondition.on(
                source,
                keys.fromColumns(tie),
                JoinCondition.of("_k", keys.of(tie.to()).target(tie)),
                keys.toColumns(tie))
            + " AND _k._d = ";
    return "SELECT COUNT(*) FROM "
        + child.name()
        + " AS _c WHERE _c._d = 0 AND "
        + JoinCondition.notNull(source)
        + " AND"
        + led
        + "1) AND NOT"
        + led
        + "0)";
  }

  /** True for a row of the table whose reference leads to a row that stays. */
  String holds(Edge tie) {
    return holds(tie, tie.from().quoted());
  }

  /**
   * @param row how the statement refers to the row
   */
  String holds(Edge tie, String row) {
    return "EXISTS (SELECT 1 FROM "
        + keys.of(tie.to()).name()
        + " AS _k WHERE "
        + leads(tie, row, "_k")
        + ")";
  }

  /**
   * The row's reference leads to this row, which stays.
   *
   * @param alias of the key table that the reference leads to
   */
  String leads(Edge tie, String alias) {
    return leads(tie, tie.from().quoted(), alias);
  }

  private String leads(Edge tie, String row, String alias) {
    return JoinCondition.on(
            JoinCondition.of(row, tie.reference().fromColumns()),
            keys.fromColumns(tie),
            JoinCondition.of(alias, keys.of(tie.to()).target(tie)),
            keys.toColumns(tie))
        + " AND "
        + alias
        + "._d = 0";
  }
}
