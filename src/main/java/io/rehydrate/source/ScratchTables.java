package io.rehydrate.source;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
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
import java.util.function.LongConsumer;

/**
 * Makes the copy's schemas, sequences and empty tables. A table that will be rewritten anyway has
 * no secondary indexes, one that keeps its rows gets them after the rows, and none has foreign
 * keys. Views, routines, triggers and events are not made.
 */
final class ScratchTables {
  private final Connection scratch;
  private final ResolvedPlan plan;
  private final long large;
  private final List<String> lost = new CopyOnWriteArrayList<>();

  /**
   * @param large in bytes: rows with more in their large columns are read in pieces
   */
  ScratchTables(Connection scratch, ResolvedPlan plan, long large) {
    this.scratch = scratch;
    this.plan = plan;
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

  void makeTable(Table table) throws SQLException {
    TableName name = table.name();
    boolean complete = plan.rule(name).rows() == RowRule.TRUNCATE;
    Sessions.run(
        scratch,
        TableText.parse(table.createStatement())
            .create(name.schema(), name.table(), complete, false));
  }

  boolean copiesRows(Table table) {
    return copiesRows(plan, table);
  }

  private static boolean copiesRows(ResolvedPlan plan, Table table) {
    return plan.rule(table.name()).rows() != RowRule.TRUNCATE;
  }

  /** What the rows that are copied take, by the source's statistics. */
  static long bytes(ResolvedPlan plan) {
    return plan.catalog().tables().stream()
        .filter(table -> copiesRows(plan, table))
        .mapToLong(Table::bytes)
        .sum();
  }

  /** Whether the rows of a table may be of another moment than those of all others. */
  boolean standsAlone(Table table) {
    return plan.rule(table.name()).rows() == RowRule.KEEP
        && plan.from(table.name()).isEmpty()
        && plan.to(table.name()).isEmpty();
  }

  /**
   * Carries a part's rows over; how many is returned.
   *
   * @param counted takes the number of rows that went over, while they do
   */
  long copy(
      CopyQueue.Part part,
      Connection source,
      Connection loader,
      Duration deadline,
      LongConsumer counted)
      throws SQLException {
    boolean mariaDb = plan.catalog().server().isMariaDb();
    long rows =
        new TableCopy(part.table(), part.range(), mariaDb, large, counted)
            .run(source, loader, deadline);
    Optional<String> piece =
        Optional.of(part.range()).filter(r -> !r.isWhole()).map(KeyRange::condition);
    if (!mariaDb && rows > 0) {
      carryTypes(part, piece, source, loader);
    }
    EnumLabels.lost(source, part.table(), piece).ifPresent(lost::add);
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

  /** What a table needs once its rows are there. */
  List<String> statementsAfterRows(Table table) {
    ResolvedPlan.Rule rule = plan.rule(table.name());
    return rule.rows() == RowRule.TRUNCATE || rule.isRewritten()
        ? List.of()
        : TableText.alters(
            table.name(), TableText.parse(table.createStatement()).secondaryIndexes());
  }
}
