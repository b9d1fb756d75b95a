package io.rehydrate.planning.review;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.Masks;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.Plan;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.planning.probe.RelationMeasure;
import io.rehydrate.planning.probe.RelationMeasure.Found;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.sql.SQLException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** What the source's data says of a plan: its conditions, its core tables, its relations. */
final class DataFindings {
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  /** SQLSTATEs of a statement that names what is not there, or is no SQL. */
  private static final String NOT_UNDERSTOOD = "42";

  private static final Set<String> CONSTANT = Set.of("set-null", "set-empty", "value");

  private final ResolvedPlan plan;
  private final ReadOnlySource source;
  private final ZonedDateTime now;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Reference, Found> measured = new LinkedHashMap<>();

  DataFindings(ResolvedPlan plan, ReadOnlySource source, ZonedDateTime now) {
    this.plan = plan;
    this.source = source;
    this.now = now;
  }

  List<Finding> findings() {
    return findings;
  }

  /** What could be counted in time. */
  Map<Reference, Found> measured() {
    return measured;
  }

  void look() {
    plan.tables().forEach((table, rule) -> rule.core().ifPresent(core -> core(table, core)));
    plan.tables().values().stream()
        .filter(rule -> rule.rows() != RowRule.TRUNCATE)
        .forEach(this::masks);
    RelationMeasure probe = new RelationMeasure(source);
    plan.references().stream().filter(this::isCounted).forEach(r -> relation(probe, r));
  }

  private boolean isCounted(Reference reference) {
    return plan.rule(reference.from()).rows() != RowRule.TRUNCATE
        && plan.rule(reference.to()).rows() != RowRule.TRUNCATE;
  }

  private void core(TableName table, Plan.Core core) {
    boolean where = isUnderstood(table, "where", core.where());
    boolean also = isUnderstood(table, "also", core.also());
    if (!where || !also) {
      return;
    }
    Optional<List<Integer>> first =
        source.query(
            "SELECT 1 FROM "
                + table.quoted()
                + " WHERE "
                + core.where().map(w -> "(" + w + ")").orElse("TRUE")
                + " AND ("
                + chosen(core)
                + ") LIMIT 1",
            row -> row.getInt(1));
    if (first.filter(List::isEmpty).isPresent()) {
      findings.add(
          Finding.warning(
              "core.empty",
              table.toString(),
              "no row would be chosen as of now, and a night without core rows stops",
              "Look at its 'window', 'where' and 'at-least'"));
    }
  }

  private void masks(ResolvedPlan.Rule rule) {
    rule.masks()
        .forEach(
            (column, mask) -> {
              if (mask.name().equals("sql")) {
                Table table = rule.table();
                String name = table.name().quoted();
                String sql =
                    Masks.expression(mask, table, table.column(column).orElseThrow(), name).sql();
                isTaken(
                    table.name() + "." + column + ": mask",
                    "SELECT " + sql + " FROM " + name + " LIMIT 0");
              }
            });
  }

  private String chosen(Plan.Core core) {
    List<String> ways = new ArrayList<>();
    core.window()
        .ifPresent(
            window ->
                ways.add(
                    Sql.name(core.newestBy().orElseThrow())
                        + " >= '"
                        + LITERAL.format(window.startingBefore(now))
                        + "'"));
    core.also().ifPresent(also -> ways.add("(" + also + ")"));
    return ways.isEmpty() || core.atLeast() > 0 ? "TRUE" : String.join(" OR ", ways);
  }

  private boolean isUnderstood(TableName table, String key, Optional<String> condition) {
    if (condition.isEmpty()) {
      return true;
    }
    return isTaken(
        "core." + table.table() + "." + key,
        "SELECT 1 FROM " + table.quoted() + " WHERE (" + condition.get() + ") LIMIT 0");
  }

  private boolean isTaken(String where, String query) {
    try {
      source.query(query, row -> row.getString(1));
      return true;
    } catch (StageFailedException e) {
      notUnderstood(where, e);
      return false;
    }
  }

  private void notUnderstood(String where, StageFailedException e) {
    boolean ofTheText =
        e.getCause() instanceof SQLException sql
            && sql.getSQLState() != null
            && sql.getSQLState().startsWith(NOT_UNDERSTOOD);
    if (!ofTheText) {
      throw e;
    }
    findings.add(
        new Finding(
            Finding.Level.PROBLEM,
            "plan.sql",
            OptionalInt.empty(),
            where,
            "the source does not take its SQL: " + SqlErrors.describeAny(e),
            ""));
  }

  private void relation(RelationMeasure probe, Reference reference) {
    try {
      Optional<Found> found = probe.measure(ColumnRelation.of(plan, reference));
      if (found.isPresent()) {
        measured.put(reference, found.get());
        findings.addAll(MeasuredFindings.of(plan, reference, found.get()));
        spelling(probe, reference);
      } else {
        findings.add(
            Finding.note(
                "relation.unmeasured",
                reference.text(),
                "its orphans were not counted: the time was over; see --seconds"));
      }
    } catch (StageFailedException e) {
      notUnderstood(reference.text(), e);
    }
  }

  private void spelling(RelationMeasure probe, Reference reference) {
    ColumnRelation link = ColumnRelation.of(plan, reference);
    List<Integer> masked =
        IntStream.range(0, link.fromColumns().size())
            .filter(i -> isSpelled(link, i))
            .boxed()
            .toList();
    if (!masked.isEmpty()) {
      probe
          .spelledOtherwise(link, masked)
          .filter(count -> count > 0)
          .ifPresent(count -> findings.add(MeasuredFindings.spelling(reference, count)));
    }
  }

  /** Whether both ends take a mask to which accents and spaces at the end count. */
  private boolean isSpelled(ColumnRelation link, int i) {
    boolean masked =
        Optional.ofNullable(plan.rule(link.from().name()).masks().get(link.fromColumns().get(i)))
            .filter(mask -> !CONSTANT.contains(mask.name()))
            .isPresent();
    boolean text = link.fromDeclared().get(i).isText() && link.toDeclared().get(i).isText();
    return masked && text;
  }
}
