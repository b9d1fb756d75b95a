package io.rehydrate.dehydrate;

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
import io.rehydrate.source.FirstPass;
import io.rehydrate.source.KeptRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes each table again from the rows that stay, masked on the way: the table as it was declared,
 * without indexes; one INSERT; the indexes; then it takes the old one's place.
 */
final class Rewrite {
  /** The stage after which the tables hold what stays. */
  static final String STAGE = "rewrite";

  /** The stage in which rows follow from the source. */
  static final String LOADING = "load";

  private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");

  private final ResolvedPlan plan;
  private final ReferenceGraph ties;
  private final KeyTableStatements keys;
  private final CutReferences cuts;
  private final SecondPass second;
  private final FirstPass firstPass;
  private final String helperSchema;
  private final List<TableName> namePrints = new ArrayList<>();

  Rewrite(
      ResolvedPlan plan,
      ReferenceGraph ties,
      KeyTableStatements keys,
      String helperSchema,
      FirstPass firstPass) {
    this.plan = plan;
    this.ties = ties;
    this.keys = keys;
    this.cuts = new CutReferences(plan, ties, keys);
    this.second = new SecondPass(plan, ties, keys);
    this.firstPass = firstPass;
    this.helperSchema = helperSchema;
  }

  /** Those with most rows first, so that none is left over at the end. */
  private List<ResolvedPlan.Rule> rules() {
    List<ResolvedPlan.Rule> rules = new ArrayList<>(plan.tables().values());
    rules.sort((a, b) -> Long.compare(b.table().bytes(), a.table().bytes()));
    return rules;
  }

  private List<ResolvedPlan.Rule> followed() {
    return rules().stream().filter(rule -> firstPass.isNarrow(rule.table().name())).toList();
  }

  /** The table that takes the rows of a table, until it takes its place. */
  private TableName fresh(ResolvedPlan.Rule rule) {
    return new TableName(helperSchema, "n" + (rules().indexOf(rule) + 1));
  }

  /** Makes the tables for the rows that are still to follow from the source. */
  Stage making() {
    return new Stage(
        "new tables",
        followed().stream()
            .map(rule -> new Task("new table of " + rule.table().name(), made(rule)))
            .toList());
  }

  private List<ScratchStatement> made(ResolvedPlan.Rule rule) {
    TableName fresh = fresh(rule);
    List<ScratchStatement> statements = new ArrayList<>();
    statements.add(creation(TableText.parse(rule.table().createStatement()), fresh));
    List<String> prints = second.printColumns(rule, fresh);
    if (!prints.isEmpty()) {
      statements.add(
          ScratchStatement.alteration(
              "ALTER TABLE "
                  + fresh.quoted()
                  + prints.stream()
                      .map(column -> " ADD COLUMN " + Sql.name(column) + " BIGINT")
                      .collect(Collectors.joining(","))));
    }
    return statements;
  }

  private static ScratchStatement creation(TableText text, TableName fresh) {
    return ScratchStatement.creation(
        fresh.quoted(), text.create(fresh.schema(), fresh.table(), false, false));
  }

  /** Has its rows loaded while it is the stage; it has no statements. */
  Stage loading() {
    return new Stage(
        LOADING,
        followed().stream()
            .map(rule -> new Task("rows of " + rule.table().name(), List.of()))
            .toList());
  }

  /** The rows that follow from the source. */
  List<KeptRows> keptRows() {
    return followed().stream().map(rule -> second.rows(rule, fresh(rule))).toList();
  }

  /** A task a table. */
  Stage stage() {
    List<Task> tasks = new ArrayList<>();
    for (ResolvedPlan.Rule rule : rules()) {
      task(rule).ifPresent(tasks::add);
    }
    return new Stage(STAGE, tasks);
  }

  private Optional<Task> task(ResolvedPlan.Rule rule) {
    TableName name = rule.table().name();
    if (firstPass.isNarrow(name)) {
      return Optional.of(named(name, completed(rule, fresh(rule))));
    }
    if (rule.rows() == RowRule.TRUNCATE) {
      return Optional.of(named(name, emptied(rule.table())));
    }
    if (rule.rows() == RowRule.KEEP && rule.masks().isEmpty() && !cuts.any(name)) {
      List<ScratchStatement> statements = thinned(name);
      return statements.isEmpty() ? Optional.empty() : Optional.of(named(name, statements));
    }
    return Optional.of(named(name, rewrite(rule, fresh(rule))));
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
    TableText text = TableText.parse(table.createStatement());
    List<ScratchStatement> statements = new ArrayList<>();
    statements.add(creation(text, fresh));
    if (table.isComputed()) {
      statements.addAll(computed(table, fresh));
    } else {
      statements.add(ScratchStatement.rewriting(fresh.quoted(), insert(rule, fresh)));
    }
    statements.addAll(prints(rule, fresh));
    statements.addAll(exchanged(text, table, fresh));
    return statements;
  }

  /** With its indexes, the new table takes the old one's place. */
  private static List<ScratchStatement> exchanged(TableText text, Table table, TableName fresh) {
    List<ScratchStatement> statements = new ArrayList<>();
    statements.addAll(
        ScratchStatement.alterations(TableText.alters(fresh, text.secondaryIndexes())));
    statements.add(ScratchStatement.definition("DROP TABLE " + table.name().quoted()));
    statements.add(
        ScratchStatement.definition(
            "RENAME TABLE " + fresh.quoted() + " TO " + table.name().quoted()));
    return statements;
  }

  /** What a table needs whose rows have followed from the source. */
  private List<ScratchStatement> completed(ResolvedPlan.Rule rule, TableName fresh) {
    List<ScratchStatement> statements = new ArrayList<>();
    List<String> printed = second.printColumns(rule, fresh);
    if (!printed.isEmpty()) {
      TableName names = new TableName(helperSchema, "names_" + fresh.table());
      namePrints.add(names);
      List<String> columns = printColumns(printed.size());
      statements.add(printTable(names, columns));
      statements.add(
          ScratchStatement.filling(
              names.quoted(),
              "INSERT INTO "
                  + names.quoted()
                  + " ("
                  + String.join(", ", columns)
                  + ") SELECT "
                  + Sql.names(printed)
                  + " FROM "
                  + fresh.quoted()));
      statements.add(
          ScratchStatement.alteration(
              "ALTER TABLE "
                  + fresh.quoted()
                  + printed.stream()
                      .map(column -> " DROP COLUMN " + Sql.name(column))
                      .collect(Collectors.joining(","))));
    }
    statements.addAll(
        exchanged(TableText.parse(rule.table().createStatement()), rule.table(), fresh));
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
    List<String> columns = printColumns(source.expressions().size());
    return List.of(
        printTable(names, columns),
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

  private static List<String> printColumns(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "`p" + i + "`").toList();
  }

  private static ScratchStatement printTable(TableName names, List<String> columns) {
    return ScratchStatement.creation(
        names.quoted(),
        "CREATE TABLE "
            + names.quoted()
            + " (`id` BIGINT AUTO_INCREMENT PRIMARY KEY, "
            + String.join(" BIGINT, ", columns)
            + " BIGINT) ENGINE = InnoDB");
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
