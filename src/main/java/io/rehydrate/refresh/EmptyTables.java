package io.rehydrate.refresh;

import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Manifest.TableEntry;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Takes foreign keys, and from large tables secondary indexes, off the tables that wait for their
 * rows: an index is built faster at once than row by row. The server's own text of each table is
 * the base, so that whatever the dump's file says, nothing else is lost.
 */
public final class EmptyTables {
  /** Below this, building an index twice costs more than it saves. */
  private static final long LARGE = 20_000;

  private final TargetSessions sessions;

  public EmptyTables(TargetSessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Makes the tables of the incoming schemas again, without what slows loading down.
   *
   * @return the statements that put it back
   * @throws CorruptDumpException {@code dump.incomplete} where a table of the manifest is missing
   */
  public DeferredDdl strip(StagingSchemas incoming, Manifest manifest) {
    try (Connection session = sessions.open(incoming.target())) {
      List<Schema> schemas =
          CatalogReader.read(
                  session, incoming.schemas().stream().map(SchemaSwapNames::incoming).toList())
              .schemas();
      LoadingSettings.apply(session);
      List<String> indexes = new ArrayList<>();
      List<String> foreignKeys = new ArrayList<>();
      for (int i = 0; i < schemas.size(); i++) {
        var entries = manifest.schemas().get(incoming.schemas().get(i).source()).tables();
        requireAll(schemas.get(i), entries.keySet());
        for (Table table : schemas.get(i).tables()) {
          boolean large =
              entry(entries, table.name().table())
                  .map(TableEntry::rows)
                  .filter(rows -> rows >= LARGE)
                  .isPresent();
          strip(session, table, large, incoming, indexes, foreignKeys);
        }
      }
      return new DeferredDdl(List.copyOf(indexes), List.copyOf(foreignKeys));
    } catch (SQLException e) {
      throw failed(incoming, "Preparing the empty tables", e);
    }
  }

  /** A server may write all names in lower case; two that differ by that alone are refused. */
  private static Optional<TableEntry> entry(Map<String, TableEntry> entries, String table) {
    return Optional.ofNullable(entries.get(table))
        .or(
            () ->
                entries.entrySet().stream()
                    .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(table))
                    .map(Map.Entry::getValue)
                    .findFirst());
  }

  private static void requireAll(Schema schema, Iterable<String> tables) {
    for (String table : tables) {
      if (!table.equals(StagingSchemas.OWNER_TABLE)
          && schema.table(table).isEmpty()
          && schema.table(table.toLowerCase(Locale.ROOT)).isEmpty()) {
        throw new CorruptDumpException(
            ErrorCode.DUMP_INCOMPLETE,
            "The dump's definitions lack the table " + table + ", which its manifest names",
            "Choose another dump");
      }
    }
  }

  private static void strip(
      Connection session,
      Table table,
      boolean large,
      StagingSchemas incoming,
      List<String> indexes,
      List<String> foreignKeys)
      throws SQLException {
    if (table.name().table().equals(StagingSchemas.OWNER_TABLE)) {
      return;
    }
    TableText text = TableText.parse(table.createStatement());
    List<String> secondary = large ? text.secondaryIndexes() : List.of();
    if (secondary.isEmpty() && text.foreignKeys().isEmpty()) {
      return;
    }
    Sessions.run(
        session,
        "DROP TABLE " + table.name().quoted(),
        text.create(table.name().schema(), table.name().table(), !large, false));
    indexes.addAll(TableText.alters(table.name(), secondary));
    foreignKeys.addAll(
        TableText.alters(
            table.name(), text.foreignKeys().stream().map(k -> toIncoming(k, incoming)).toList()));
  }

  /** A reference to another schema of the dump leads to the incoming one while both are loaded. */
  private static String toIncoming(String clause, StagingSchemas incoming) {
    String result = clause;
    for (SchemaSwapNames schema : incoming.schemas()) {
      result =
          result.replace(
              " REFERENCES " + Sql.name(schema.source()) + ".",
              " REFERENCES " + Sql.name(schema.incoming()) + ".");
    }
    return result;
  }

  /** Runs deferred statements one after another, in one session with checks off. */
  public void run(StagingSchemas incoming, List<String> statements) {
    try (Connection session = sessions.open(incoming.target())) {
      LoadingSettings.apply(session);
      for (String statement : statements) {
        Sessions.run(session, statement);
      }
    } catch (SQLException e) {
      throw failed(incoming, "Completing the loaded tables", e);
    }
  }

  private static StageFailedException failed(StagingSchemas incoming, String what, SQLException e) {
    return new StageFailedException(
        ErrorCode.REFRESH_LOAD,
        what
            + " on the target "
            + incoming.target().name()
            + " failed ("
            + SqlErrors.describe(e)
            + ")",
        "The target is as it was; another dump, or a server of the dump's version, may go",
        e);
  }
}
