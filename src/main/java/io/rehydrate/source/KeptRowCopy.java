package io.rehydrate.source;

import io.rehydrate.error.Counted;
import io.rehydrate.plan.KeptRows;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Copies the rows that stay, by their keys, with the values that are assigned to them. */
final class KeptRowCopy implements CopyWork {
  static final String WORK = "rows that stay";

  private final Map<TableName, KeptRows> rows;
  private final Queue<Connection> keySessions;
  private final boolean mariaDb;
  private final long large;
  private final List<String> lost = new CopyOnWriteArrayList<>();

  /**
   * @param keySessions on the scratch, one for each worker
   * @param large in bytes: rows with more in their large columns are read in pieces
   */
  KeptRowCopy(
      Map<TableName, KeptRows> rows, List<Connection> keySessions, boolean mariaDb, long large) {
    this.rows = rows;
    this.keySessions = new ConcurrentLinkedQueue<>(keySessions);
    this.mariaDb = mariaDb;
    this.large = large;
  }

  @Override
  public String name() {
    return WORK;
  }

  @Override
  public String done(Table table, long count) {
    return "loaded " + table.name() + ": " + Counted.of(count, "row") + " that stay";
  }

  @Override
  public boolean standsAlone(Table table) {
    return rows.get(table.name()).standsAlone();
  }

  @Override
  public TableName into(Table table) {
    return rows.get(table.name()).into();
  }

  @Override
  public long copy(
      CopyQueue.Part part,
      Connection source,
      Connection loader,
      Duration deadline,
      SourceLoad counted)
      throws SQLException {
    KeptRows wanted = rows.get(part.table().name());
    Connection session = keySessions.remove();
    try {
      RowSelection selection =
          wanted.keys().isEmpty()
              ? RowSelection.of(part.range())
              : new KeptKeys(wanted, part.range(), session);
      long count =
          TableCopy.of(wanted, selection, mariaDb, large, counted).run(source, loader, deadline);
      if (!mariaDb && count > 0) {
        carryTypes(wanted, selection, source, loader);
      }
      return count;
    } finally {
      keySessions.add(session);
    }
  }

  /** A JSON document travels as text, which has fewer types than the document. */
  private void carryTypes(
      KeptRows wanted, RowSelection selection, Connection source, Connection loader)
      throws SQLException {
    if (wanted.table().writtenColumns().stream().noneMatch(Column::isJson)) {
      return;
    }
    TypedJson json = new TypedJson(source, wanted.table());
    try (RowSelection.Questions questions = selection.begin();
        Statement writing = loader.createStatement()) {
      for (RowQuery next = questions.next(); next != null; next = questions.next()) {
        Optional<String> piece = Optional.of(next.exact().get()).filter(exact -> !exact.isEmpty());
        List<Column> typed = json.columns(piece);
        if (!typed.isEmpty()) {
          json.statements(typed, piece, wanted.into().quoted(), writing::execute);
        }
      }
      writing.execute("COMMIT");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    if (!json.left().isEmpty()) {
      lost.add(TypedJson.lost(wanted.table().name(), json.left()));
    }
  }

  /** The tables are completed by the statements that follow the copy. */
  @Override
  public List<String> statementsAfterRows(Table table) {
    return List.of();
  }

  /** Values that could not be carried, in words, by table. */
  List<String> lost() {
    return List.copyOf(lost);
  }
}
