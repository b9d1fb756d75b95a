package io.rehydrate.planning.explain;

import io.rehydrate.dehydrate.compile.Edge;
import io.rehydrate.dehydrate.compile.JoinCondition;
import io.rehydrate.dehydrate.compile.ReferenceGraph;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks the source for single rows, what they refer to, and what refers to them. */
final class RowReader {
  static final DateTimeFormatter LITERAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final ResolvedPlan plan;
  private final ReferenceGraph ties;
  private final ReadOnlySource source;
  private final ZonedDateTime asOf;
  private final CoreChoice choice;

  RowReader(ResolvedPlan plan, ReferenceGraph ties, ReadOnlySource source, ZonedDateTime asOf) {
    this.plan = plan;
    this.ties = ties;
    this.source = source;
    this.asOf = asOf;
    this.choice = new CoreChoice(plan, source, asOf);
  }

  private Table table(TableName name) {
    return plan.rule(name).table();
  }

  /** Empty where there is no such row. */
  Optional<RowFacts> facts(RowKey key) {
    Table table = table(key.table());
    RowIdentity identity = RowIdentity.of(table).orElseThrow();
    List<Edge> own = ties.from(key.table()).stream().filter(RowReader::counts).toList();
    List<String> asked = new ArrayList<>();
    own.forEach(tie -> asked.add(refers(tie)));
    asked.add(changed(table));
    Optional<Plan.Core> core = plan.rule(key.table()).core();
    asked.add(core.flatMap(Plan.Core::where).map(w -> "(" + w + ") IS TRUE").orElse("TRUE"));
    asked.addAll(core.map(c -> choice.conditions(table, c)).orElse(List.of()));
    int first = identity.size() + 1;
    Optional<Read> read =
        rows(
                "SELECT "
                    + identity.select("")
                    + ", "
                    + String.join(", ", asked)
                    + " FROM "
                    + table.name().quoted()
                    + " WHERE "
                    + identity.condition(""),
                row -> {
                  List<Optional<Boolean>> flags = new ArrayList<>();
                  for (int i = 0; i < asked.size(); i++) {
                    boolean flag = row.getBoolean(first + i);
                    flags.add(row.wasNull() ? Optional.empty() : Optional.of(flag));
                  }
                  return new Read(identity.read(row, 1), flags);
                },
                identity.values(key))
            .stream()
            .findFirst();
    return read.map(r -> facts(table, own, core, r));
  }

  private record Read(RowKey key, List<Optional<Boolean>> flags) {
    boolean flag(int index) {
      return flags.get(index).orElse(false);
    }
  }

  private RowFacts facts(Table table, List<Edge> own, Optional<Plan.Core> core, Read read) {
    Set<Edge> refers = new LinkedHashSet<>();
    for (int i = 0; i < own.size(); i++) {
      if (read.flag(i)) {
        refers.add(own.get(i));
      }
    }
    boolean mayStay = read.flag(own.size() + 1);
    List<Boolean> chosenBy =
        IntStream.range(own.size() + 2, read.flags().size()).mapToObj(read::flag).toList();
    CoreChoice.Answer answer =
        core.map(c -> choice.decide(table, c, read.key(), mayStay, chosenBy))
            .orElseGet(() -> CoreChoice.Answer.without(plan.rule(table.name()).rows()));
    return new RowFacts(
        read.key(),
        refers,
        answer.chosen(),
        answer.otherwise(),
        mayStay,
        read.flags().get(own.size()));
  }

  static boolean counts(Edge tie) {
    return tie.grows() || tie.mustHold();
  }

  private static String refers(Edge tie) {
    return "("
        + JoinCondition.notNull(tie.reference().fromColumns().stream().map(Sql::name).toList())
        + tie.reference().when().map(w -> " AND (" + w + ") IS TRUE").orElse("")
        + ")";
  }

  /** A column that the server itself sets with every change. */
  private String changed(Table table) {
    String since =
        table.columns().stream()
            .map(Column::name)
            .filter(
                name ->
                    Pattern.compile(
                            "^\\s*" + Pattern.quote(Sql.name(name)) + " [^\\n]* ON UPDATE ",
                            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE)
                        .matcher(table.createStatement())
                        .find())
            .map(this::isLater)
            .collect(Collectors.joining(" OR "));
    String made =
        plan.rule(table.name())
            .core()
            .flatMap(Plan.Core::newestBy)
            .filter(c -> isTime(table.column(c).orElseThrow()))
            .map(this::isLater)
            .orElse("");
    if (since.isEmpty()) {
      return made.isEmpty() ? "NULL" : "IF(" + made + ", TRUE, NULL)";
    }
    return "(" + since + (made.isEmpty() ? "" : " OR " + made) + ")";
  }

  private static boolean isTime(Column column) {
    return column.dataType().equals("datetime") || column.dataType().equals("timestamp");
  }

  private String isLater(String column) {
    return Sql.name(column) + " > '" + LITERAL.format(asOf) + "'";
  }

  /** The rows that a row's reference leads to; several where the key is not unique. */
  List<RowKey> leadsTo(Edge tie, RowKey row, int most) {
    ColumnRelation link = ColumnRelation.of(plan, tie.reference());
    RowIdentity identity = RowIdentity.of(link.from()).orElseThrow();
    Optional<RowIdentity> target = RowIdentity.of(link.to());
    if (target.isEmpty()) {
      throw new UndecidableRowException(link.to().name());
    }
    return rows(
        "SELECT "
            + target.get().select("_k.")
            + " FROM "
            + values(link.from(), link.fromColumns(), identity)
            + " AS _c JOIN "
            + link.to().name().quoted()
            + " AS _k ON "
            + JoinCondition.on(
                names("_c", link.fromColumns().size()),
                link.fromDeclared(),
                JoinCondition.of("_k", link.toColumns()),
                link.toDeclared())
            + " LIMIT "
            + most,
        r -> target.get().read(r, 1),
        identity.values(row));
  }

  /** Some of the rows whose reference leads to a row, of a core table the newest. */
  List<RowKey> ledFrom(Edge tie, RowKey row, int most) {
    ColumnRelation link = ColumnRelation.of(plan, tie.reference());
    RowIdentity identity = RowIdentity.of(link.to()).orElseThrow();
    Optional<RowIdentity> referring = RowIdentity.of(link.from());
    if (referring.isEmpty()) {
      throw new UndecidableRowException(link.from().name());
    }
    String from = link.from().name().quoted();
    Optional<Plan.Core> core =
        Optional.of(plan.rule(tie.from()))
            .filter(r -> r.rows() == RowRule.CORE)
            .flatMap(r -> r.core());
    return rows(
        "SELECT "
            + referring.get().select(from + ".")
            + " FROM "
            + from
            + " JOIN "
            + values(link.to(), link.toColumns(), identity)
            + " AS _k ON "
            + JoinCondition.on(
                JoinCondition.of(from, link.fromColumns()),
                link.fromDeclared(),
                names("_k", link.toColumns().size()),
                link.toDeclared())
            + link.when().map(w -> " WHERE (" + w + ")").orElse("")
            + core.flatMap(Plan.Core::newestBy)
                .map(c -> " ORDER BY " + from + "." + Sql.name(c) + " DESC")
                .orElse("")
            + " LIMIT "
            + most,
        r -> referring.get().read(r, 1),
        identity.values(row));
  }

  private static String values(Table table, List<String> columns, RowIdentity identity) {
    return "(SELECT "
        + IntStream.range(0, columns.size())
            .mapToObj(i -> Sql.name(columns.get(i)) + " AS _v" + i)
            .collect(Collectors.joining(", "))
        + " FROM "
        + table.name().quoted()
        + " WHERE "
        + identity.condition("")
        + ")";
  }

  private static List<String> names(String alias, int count) {
    return IntStream.range(0, count).mapToObj(i -> alias + "._v" + i).toList();
  }

  private <T> List<T> rows(String sql, ReadOnlySource.Row<T> row, Object... values) {
    return source.query(sql, row, values).orElseThrow(OutOfTimeException::new);
  }
}
