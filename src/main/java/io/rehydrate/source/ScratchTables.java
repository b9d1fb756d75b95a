package io.rehydrate.source;

import io.rehydrate.error.Counted;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.schema.TableText;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Makes the copy's schemas, sequences and empty tables. A table that will be rewritten anyway has
 * no secondary indexes, one that keeps its rows gets them after the rows, and none has foreign
 * keys. Views, routines, triggers and events are not made.
 */
final class ScratchTables implements CopyWork {
  static final String WORK = "copy";

  private final Connection scratch;
  private final ResolvedPlan plan;
  private final FirstPass firstPass;
  private final long large;
  private final Consumer<String> log;
  private final List<String> lost = new CopyOnWriteArrayList<>();

  /**
   * @param firstPass of which tables only some columns are copied
   * @param large in bytes: rows with more in their large columns are read in pieces
   */
  ScratchTables(
      Connection scratch,
      ResolvedPlan plan,
      FirstPass firstPass,
      long large,
      Consumer<String> log) {
    this.log = log;
    this.scratch = scratch;
    this.plan = plan;
    this.firstPass = firstPass;
    this.large = large;
  }

  /** Drops what a dead run left under that name. */
  void makeSchema(Schema schema) throws SQLException {
    Sessions.run(
        scratch,
        "DROP DATABASE IF EXISTS " + Sql.name(schema.name()),
        "CREATE DATABASE "
            + Sql.name(schema.name())
            + " CHARACTER SET "
            + schema.characterSet()
            + " COLLATE "
            + schema.collation());
  }

  void makeSequences(Connection source, Schema schema) throws SQLException {
    Sessions.use(scratch, schema.name());
    for (StoredObject sequence : schema.objects(StoredObject.Kind.SEQUENCE)) {
      Sessions.run(scratch, sequence.createStatement());
      String name = new TableName(schema.name(), sequence.name()).quoted();
      try (Statement reading = source.createStatement();
          ResultSet row =
              reading.executeQuery(
                  "SELECT next_not_cached_value, minimum_value, maximum_value FROM " + name)) {
        row.next();
        Sessions.run(scratch, position(name, row.getBigDecimal(1), row));
      }
    }
  }

  /** An exhausted sequence stands beyond its end, where RESTART does not go. */
  private static String position(String name, BigDecimal next, ResultSet row) throws SQLException {
    if (next.compareTo(row.getBigDecimal(3)) > 0) {
      return "DO SETVAL(" + name + ", " + row.getBigDecimal(3) + ", 1)";
    }
    if (next.compareTo(row.getBigDecimal(2)) < 0) {
      return "DO SETVAL(" + name + ", " + row.getBigDecimal(2) + ", 1)";
    }
    return "ALTER SEQUENCE " + name + " RESTART WITH " + next;
  }

  void makeTable(Table declared) throws SQLException {
    Table table = firstPass.copied(declared);
    boolean complete = plan.rule(table.name()).rows() == RowRule.TRUNCATE;
    try {
      make(scratch, table, complete);
    } catch (SQLException e) {
      if (!table.isInMemory()) {
        throw e;
      }
      log.accept(
          "the scratch makes "
              + table.name()
              + " on its disk, not in its memory ("
              + SqlErrors.describe(e)
              + ")");
      make(scratch, table.onDisk(), complete);
    }
  }

  private static void make(Connection session, Table table, boolean complete) throws SQLException {
    TableName name = table.name();
    String statement =
        TableText.parse(table.createStatement())
            .create(name.schema(), name.table(), complete, false);
    if (!table.isInMemory()) {
      Sessions.run(session, statement);
      return;
    }
    String mode = "SET SESSION sql_mode = '" + LoadingSettings.SQL_MODE;
    Sessions.run(session, mode + ",NO_ENGINE_SUBSTITUTION'");
    try {
      Sessions.run(session, statement);
    } finally {
      Sessions.run(session, mode + "'");
    }
  }

  @Override
  public boolean movesToDisk(Table table, SQLException failure, Connection session)
      throws SQLException {
    if (!TableCopy.NO_ROOM.contains(failure.getErrorCode())
        || !firstPass.isNarrow(table.name())
        || !table.isInMemory()) {
      return false;
    }
    log.accept(
        table.name()
            + " has no room in the scratch's memory and is copied to the disk: it may have more rows"
            + " than the source's statistics say ("
            + SqlErrors.describe(failure)
            + ")");
    Sessions.run(session, "DROP TABLE " + table.name().quoted());
    make(session, table.onDisk(), false);
    return true;
  }

  boolean copiesRows(Table table) {
    return copiesRows(plan, table);
  }

  private static boolean copiesRows(ResolvedPlan plan, Table table) {
    return plan.rule(table.name()).rows() != RowRule.TRUNCATE;
  }

  /** What the rows that are copied take, by the source's statistics. */
  static long bytes(ResolvedPlan plan, FirstPass firstPass) {
    return plan.catalog().tables().stream()
        .filter(table -> copiesRows(plan, table))
        .map(firstPass::copied)
        .mapToLong(Table::bytes)
        .sum();
  }

  @Override
  public String name() {
    return WORK;
  }

  @Override
  public String done(Table table, long rows) {
    int columns = plan.rule(table.name()).table().columns().size();
    return "copied "
        + table.name()
        + ": "
        + Counted.of(rows, "row")
        + (firstPass.isNarrow(table.name())
            ? ", the "
                + Counted.of(table.columns().size(), "column")
                + " of "
                + columns
                + " that decide"
            : "");
  }

  @Override
  public boolean standsAlone(Table table) {
    return plan.rule(table.name()).rows() == RowRule.KEEP
        && plan.from(table.name()).isEmpty()
        && plan.to(table.name()).isEmpty();
  }

  @Override
  public long copy(
      CopyQueue.Part part,
      Connection source,
      Connection loader,
      Duration deadline,
      SourceLoad counted)
      throws SQLException {
    boolean mariaDb = plan.catalog().server().isMariaDb();
    long rows =
        TableCopy.of(part.table(), part.range(), mariaDb, large, counted)
            .run(source, loader, deadline);
    if (firstPass.isNarrow(part.table().name())) {
      return rows; // its values are looked at when they are copied
    }
    Optional<String> piece = part.range().piece();
    if (!mariaDb && rows > 0) {
      carryTypes(part, piece, source, loader);
    }
    return rows;
  }

  /** A JSON document travels as text, which has fewer types than the document. */
  private void carryTypes(
      CopyQueue.Part part, Optional<String> piece, Connection source, Connection loader)
      throws SQLException {
    TypedJson json = new TypedJson(source, part.table());
    List<Column> typed = json.columns(piece);
    if (typed.isEmpty()) {
      return;
    }
    try (Statement writing = loader.createStatement()) {
      json.statements(typed, piece, part.table().name().quoted(), writing::execute);
      writing.execute("COMMIT");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    if (!json.left().isEmpty()) {
      lost.add(TypedJson.lost(part.table().name(), json.left()));
    }
  }

  /** Values that could not be carried, in words, by table. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  @Override
  public List<String> statementsAfterRows(Table table) {
    ResolvedPlan.Rule rule = plan.rule(table.name());
    return rule.rows() == RowRule.TRUNCATE || rule.isRewritten()
        ? List.of()
        : TableText.alters(
            table.name(), TableText.parse(table.createStatement()).secondaryIndexes());
  }
}
