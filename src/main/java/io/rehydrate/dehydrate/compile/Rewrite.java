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
import java.util.stream.IntStream;

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
  private final DeadRowStatements losses;
  private final String helperSchema;
  private final List<TableName> namePrints = new ArrayList<>();

  Rewrite(ResolvedPlan plan, ReferenceGraph ties, KeyTableStatements keys, String helperSchema) {
    this.plan = plan;
    this.ties = ties;
    this.keys = keys;
    this.losses = new DeadRowStatements(keys);
    this.helperSchema = helperSchema;
  }

  /** A task a table, those with most rows first, so that none is left over at the end. */
  Stage stage() {
    List<ResolvedPlan.Rule> rules = new ArrayList<>(plan.tables().values());
    rules.sort((a, b) -> Long.compare(b.table().bytes(), a.table().bytes()));
    List<Task> tasks = new ArrayList<>();
    for (ResolvedPlan.Rule rule : rules) {
      task(rule, tasks.size() + 1).ifPresent(tasks::add);
    }
    return new Stage(STAGE, tasks);
  }

  private Optional<Task> task(ResolvedPlan.Rule rule, int number) {
    TableName name = rule.table().name();
    if (rule.rows() == RowRule.TRUNCATE) {
      return Optional.of(named(name, emptied(rule.table())));
    }
    if (rule.rows() == RowRule.KEEP && rule.masks().isEmpty() && !setsAnyNull(name)) {
      List<ScratchStatement> statements = thinned(name);
      return statements.isEmpty() ? Optional.empty() : Optional.of(named(name, statements));
    }
    return Optional.of(named(name, rewrite(rule, new TableName(helperSchema, "n" + number))));
  }

  private static Task named(TableName table, List<ScratchStatement> statements) {
    return new Task(
        "rewrite " + table, statements, TaskSubject.of(TaskSubject.Kind.REWRITE, table));
  }

  private boolean setsAnyNull(TableName name) {
    return ties.from(name).stream().anyMatch(t -> t.becomesNull() != Edge.BecomesNull.NEVER);
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
    TableText text = TableText.parse(table.createStatement());
    List<ScratchStatement> statements = new ArrayList<>();
    statements.add(
        ScratchStatement.creation(
            fresh.quoted(), text.create(fresh.schema(), fresh.table(), false, false)));
    if (table.isComputed()) {
      statements.addAll(computed(table, fresh));
    } else {
      statements.add(ScratchStatement.rewriting(fresh.quoted(), insert(rule, fresh)));
    }
    statements.addAll(prints(rule, fresh));
    statements.addAll(
        ScratchStatement.alterations(TableText.alters(fresh, text.secondaryIndexes())));
    statements.add(ScratchStatement.definition("DROP TABLE " + table.name().quoted()));
    statements.add(
        ScratchStatement.definition(
            "RENAME TABLE " + fresh.quoted() + " TO " + table.name().quoted()));
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
      statements.addAll(prints(rule.table(), fresh, source, ++number));
    }
    return statements;
  }

  private List<ScratchStatement> prints(
      Table table, TableName fresh, NamePrints.Source source, int number) {
    TableName names = new TableName(helperSchema, "names_" + fresh.table() + "_" + number);
    namePrints.add(names);
    List<String> columns =
        IntStream.rangeClosed(1, source.expressions().size())
            .mapToObj(i -> "`p" + i + "`")
            .toList();
    return List.of(
        ScratchStatement.creation(
            names.quoted(),
            "CREATE TABLE "
                + names.quoted()
                + " (`id` BIGINT AUTO_INCREMENT PRIMARY KEY, "
                + String.join(" BIGINT, ", columns)
                + " BIGINT) ENGINE = InnoDB"),
        ScratchStatement.filling(
            names.quoted(),
            "INSERT INTO "
                + names.quoted()
                + " ("
                + String.join(", ", columns)
                + ")\nSELECT "
                + String.join(",\n  ", source.expressions())
                + "\nFROM "
                + table.name().quoted()
                + stayed(table, fresh)
                + source.join()
                + "\nCROSS JOIN "
                + Sql.name(helperSchema)
                + ".`mask_keys` AS mk"
                + (table.primaryKey().isEmpty() ? condition(table.name()) : "")));
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
      values.add(cut(table.name(), column, value));
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

  /** NULL where a reference of this column can't hold in the copy. */
  private String cut(TableName table, Column column, String written) {
    String value = written;
    for (Edge tie : ties.from(table)) {
      if (tie.becomesNull() != Edge.BecomesNull.NEVER
          && plan.columnsToNull(tie.reference()).contains(column.name())) {
        value = nulled(tie, value);
      }
    }
    return value;
  }

  private String nulled(Edge tie, String value) {
    if (tie.becomesNull() == Edge.BecomesNull.NEVER) {
      return value;
    }
    List<String> conditions = new ArrayList<>();
    tie.reference().when().ifPresent(w -> conditions.add("(" + w + ")"));
    if (columns(tie).size() > 1 || tie.becomesNull() == Edge.BecomesNull.WHERE_DANGLING) {
      conditions.add(JoinCondition.notNull(columns(tie)));
    }
    if (tie.becomesNull() == Edge.BecomesNull.WHERE_DANGLING) {
      conditions.add("NOT " + losses.holds(tie));
    }
    return conditions.isEmpty()
        ? "NULL"
        : "IF(" + String.join(" AND ", conditions) + ", NULL, " + value + ")";
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

  private static List<String> columns(Edge tie) {
    return JoinCondition.of(tie.from().quoted(), tie.reference().fromColumns());
  }
}
