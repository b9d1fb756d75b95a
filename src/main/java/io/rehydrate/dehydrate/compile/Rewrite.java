package io.rehydrate.dehydrate.compile;

import io.rehydrate.mask.MaskExpression;
import io.rehydrate.mask.Masks;
import io.rehydrate.mask.NamePrints;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.schema.TableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes each table again from the rows that stay, masked on the way: the table as it was declared,
 * without indexes; one INSERT; the indexes; then it takes the old one's place.
 */
final class Rewrite {
  /** The stage after which the tables hold what stays. */
  static final String STAGE = "rewrite";

  private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");

  private final ResolvedPlan plan;
  private final ReferenceGraph ties;
  private final KeyTableStatements keys;
  private final CutReferences cuts;
  private final NewTables tables;
  private final FollowingRows following;
  private final String helperSchema;
  private final List<TableName> namePrints = new ArrayList<>();

  Rewrite(
      ResolvedPlan plan,
      ReferenceGraph ties,
      KeyTableStatements keys,
      String helperSchema,
      NewTables tables,
      FollowingRows following) {
    this.plan = plan;
    this.ties = ties;
    this.keys = keys;
    this.cuts = new CutReferences(plan, ties, keys);
    this.tables = tables;
    this.following = following;
    this.helperSchema = helperSchema;
  }

  /** A task a table. */
  Stage stage() {
    List<Task> tasks = new ArrayList<>();
    for (ResolvedPlan.Rule rule : tables.largestFirst()) {
      task(rule).ifPresent(tasks::add);
    }
    return new Stage(STAGE, tasks);
  }

  private Optional<Task> task(ResolvedPlan.Rule rule) {
    TableName name = rule.table().name();
    if (following.areOf(name)) {
      following.names(rule).ifPresent(namePrints::add);
      return Optional.of(named(name, following.completion(rule)));
    }
    if (rule.rows() == RowRule.TRUNCATE) {
      return Optional.of(named(name, emptied(rule.table())));
    }
    if (rule.rows() == RowRule.KEEP && rule.masks().isEmpty() && !cuts.any(name)) {
      List<ScratchStatement> statements = thinned(name);
      return statements.isEmpty() ? Optional.empty() : Optional.of(named(name, statements));
    }
    return Optional.of(named(name, rewrite(rule, tables.of(rule))));
  }

  private static Task named(TableName table, List<ScratchStatement> statements) {
    return new Task(
        "rewrite " + table, statements, TaskSubject.of(TaskSubject.Kind.REWRITE, table));
  }

  /** TRUNCATE starts the counter again. */
  private static List<ScratchStatement> emptied(Table table) {
    List<ScratchStatement> statements = new ArrayList<>();
    statements.add(
        ScratchStatement.repeatableDefinition("TRUNCATE TABLE " + table.name().quoted()));
    Matcher counter = COUNTER.matcher(TableText.options(table.createStatement()));
    if (counter.find()) {
      statements.add(
          ScratchStatement.definition("ALTER TABLE " + table.name().quoted() + counter.group()));
    }
    return statements;
  }

  /** What has to be done to a table that stays as it is, save for rows that go. */
  private List<ScratchStatement> thinned(TableName name) {
    List<ScratchStatement> statements = new ArrayList<>();
    if (ties.from(name).stream().anyMatch(Edge::mustHold)) {
      statements.add(ScratchStatement.rows(deleteDead(name)));
    }
    if (ties.isKeyed(name) && keys.of(name).needsRowNumber()) {
      statements.add(keys.of(name).unnumber());
    }
    return statements;
  }

  private String deleteDead(TableName name) {
    KeyTable key = keys.of(name);
    return "DELETE "
        + name.quoted()
        + " FROM "
        + name.quoted()
        + " JOIN "
        + key.name()
        + " AS _key ON "
        + key.isRowOf("_key")
        + " WHERE _key._d = 1";
  }

  private List<ScratchStatement> rewrite(ResolvedPlan.Rule rule, TableName fresh) {
    Table table = rule.table();
    List<ScratchStatement> statements = new ArrayList<>();
    statements.add(tables.creation(rule));
    if (table.isComputed()) {
      statements.addAll(computed(table, fresh));
    } else {
      statements.add(ScratchStatement.rewriting(fresh.quoted(), insert(rule, fresh)));
    }
    statements.addAll(prints(rule, fresh));
    statements.addAll(tables.exchange(rule));
    return statements;
  }

  /** Tables of fingerprints, once the stage was made: columns {@code p1}, {@code p2} and so on. */
  List<TableName> namePrints() {
    return namePrints;
  }

  /** Keeps the fingerprints of the names that the masks took away, for the read-back. */
  private List<ScratchStatement> prints(ResolvedPlan.Rule rule, TableName fresh) {
    List<ScratchStatement> statements = new ArrayList<>();
    int number = 0;
    for (NamePrints.Source source : new NamePrints(rule.table(), rule.masks()).sources()) {
      statements.addAll(prints(rule.table(), fresh, source, tables.names(rule, ++number)));
    }
    return statements;
  }

  private List<ScratchStatement> prints(
      Table table, TableName fresh, NamePrints.Source source, TableName names) {
    namePrints.add(names);
    return NewTables.namesKept(
        names,
        source.expressions(),
        "FROM "
            + table.name().quoted()
            + stayed(table, fresh)
            + source.join()
            + "\nCROSS JOIN "
            + Sql.name(helperSchema)
            + ".`mask_keys` AS mk"
            + (table.primaryKey().isEmpty() ? condition(table.name()) : ""));
  }

  /** Rows of which nothing is written need a column for the time of the INSERT. */
  private List<ScratchStatement> computed(Table table, TableName fresh) {
    String row = "_row";
    while (table.column(row).isPresent()) {
      row += "_";
    }
    return List.of(
        ScratchStatement.alteration(
            "ALTER TABLE " + fresh.quoted() + " ADD COLUMN " + Sql.name(row) + " TINYINT"),
        ScratchStatement.rewriting(
            fresh.quoted(),
            "INSERT INTO "
                + fresh.quoted()
                + " ("
                + Sql.name(row)
                + ")\nSELECT 1\nFROM "
                + table.name().quoted()
                + rowsThatStay(table.name())
                + condition(table.name())),
        ScratchStatement.alteration(
            "ALTER TABLE " + fresh.quoted() + " DROP COLUMN " + Sql.name(row)));
  }

  /** By the copy's own keys, so that a leaf's condition is not asked twice. */
  private String stayed(Table table, TableName fresh) {
    return table.primaryKey().isEmpty()
        ? rowsThatStay(table.name())
        : "\nJOIN " + fresh.quoted() + " AS _copy USING (" + Sql.names(table.primaryKey()) + ")";
  }

  private String insert(ResolvedPlan.Rule rule, TableName fresh) {
    Table table = rule.table();
    List<Column> columns = table.writtenColumns();
    boolean keyed = false;
    List<String> values = new ArrayList<>();
    for (Column column : columns) {
      MaskSpec mask = rule.masks().get(column.name());
      String value = table.name().quoted() + "." + Sql.name(column.name());
      if (mask != null) {
        MaskExpression masked = Masks.expression(mask, table, column, table.name().quoted());
        keyed |= !masked.purposes().isEmpty();
        value = masked.sql();
      }
      values.add(cuts.cut(table.name(), column, value, table.name().quoted()));
    }
    return "INSERT INTO "
        + fresh.quoted()
        + " ("
        + Sql.names(columns.stream().map(Column::name).toList())
        + ")\nSELECT "
        + String.join(",\n  ", values)
        + "\nFROM "
        + table.name().quoted()
        + rowsThatStay(table.name())
        + (keyed ? "\nCROSS JOIN " + Sql.name(helperSchema) + ".`mask_keys` AS mk" : "")
        + condition(table.name());
  }

  private String rowsThatStay(TableName name) {
    if (!ties.isKeyed(name)) {
      return ties.isLeaf(name) ? leafRows(name).joins() : "";
    }
    KeyTable key = keys.of(name);
    return "\nJOIN " + key.name() + " AS _key ON " + key.isRowOf("_key") + " AND _key._d = 0";
  }

  private String condition(TableName name) {
    return ties.isLeaf(name) ? leafRows(name).condition() : "";
  }

  private LeafTableFilter leafRows(TableName name) {
    return new LeafTableFilter(plan.rule(name).table(), ties, keys);
  }
}
