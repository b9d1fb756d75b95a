package io.rehydrate.night;

import io.rehydrate.dehydrate.Dehydrator;
import io.rehydrate.dump.AppendedText;
import io.rehydrate.dump.Manifest;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ScratchSchema;
import io.rehydrate.source.TypedJson;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values that the text of a dump program can't carry: where a table has any, it is dumped from a
 * copy in which they have another form, and statements of ours put the rest back.
 */
final class DumpForms {
  private final ActiveRun run;
  private final Scratch scratch;
  private final ScratchSchema schemas;
  private final ResourceBook book;
  private final Map<TableName, Form> forms = new ConcurrentHashMap<>();
  private final Map<TableName, Map<String, Long>> left = new ConcurrentHashMap<>();
  private final Set<String> made = new HashSet<>();

  DumpForms(ActiveRun run, Scratch scratch, ScratchSchema schemas, ResourceBook book) {
    this.run = run;
    this.scratch = scratch;
    this.schemas = schemas;
    this.book = book;
  }

  /**
   * How a table is dumped.
   *
   * @param from the table that the dump program reads
   * @param typed JSON columns of which statements put values back
   * @param computed whether statements put all rows back: no column is written to
   */
  record Form(TableName from, List<Column> typed, boolean computed) {
    /** What the dump program is asked for. */
    Optional<String> condition(DumpFile file, Optional<String> proof) {
      return computed ? Optional.of("FALSE") : file.condition(proof);
    }

    /** Whether the dump program reads the table itself, and its rows. */
    boolean isTableItself(TableName table) {
      return from.equals(table) && !computed;
    }
  }

  /** Looks through the table once, whichever of its files comes first. */
  Form of(TableName name) {
    return forms.computeIfAbsent(name, this::find);
  }

  private Form find(TableName name) {
    run.requireNotCancelled();
    Table table = scratch.catalog().table(name).orElseThrow();
    try (Connection session = scratch.open()) {
      LoadingSettings.apply(session);
      RowForms rows = new RowForms(session, table);
      List<ColumnForm> needed = rows.needed();
      TableName from = needed.isEmpty() ? name : rows.copy(schema(session, name.schema()), needed);
      List<Column> typed =
          scratch.catalog().server().isMariaDb()
              ? List.of()
              : new TypedJson(session, table).columns(Optional.empty());
      if (!needed.isEmpty() || !typed.isEmpty()) {
        run.log()
            .info(
                name
                    + ": values of "
                    + Sqlish.names(needed, typed)
                    + " are dumped in another form, which brings them back as they are");
      }
      return new Form(from, typed, table.isComputed());
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.DUMP_FAILED,
          "The values of " + name + " can't be looked through: " + SqlErrors.describe(e),
          "Look at the scratch server",
          e);
    }
  }

  /** One for each of the dump's: two may have tables of one name. */
  private synchronized String schema(Connection session, String of) throws SQLException {
    List<String> names = scratch.catalog().schemas().stream().map(Schema::name).toList();
    String schema = Dehydrator.helperSchema(run.id()) + "_f" + (names.indexOf(of) + 1);
    if (made.add(schema)) {
      schemas.make(session, schema, run.id(), book);
    }
    return schema;
  }

  /** Adds what a file lacks, behind what the dump program wrote. */
  Manifest.FileEntry complete(DumpWork work, DumpFile file, Manifest.FileEntry entry) {
    TableName name = file.table().orElseThrow();
    Form form = of(name);
    if (form.typed().isEmpty() && !form.computed()) {
      return entry;
    }
    Table table = scratch.catalog().table(name).orElseThrow();
    try (Connection session = scratch.open()) {
      if (form.computed()) {
        ComputedRows rows = ComputedRows.of(session, table);
        return AppendedText.append(
            work.staging().folder(),
            entry,
            text -> rows.writeTo(text, n -> work.measured(name, n)));
      }
      TypedJson json = new TypedJson(session, table);
      Manifest.FileEntry whole =
          AppendedText.append(
              work.staging().folder(), entry, text -> statements(json, form, file, text, work));
      json.left()
          .forEach(
              (column, count) ->
                  left.computeIfAbsent(name, n -> new ConcurrentHashMap<>())
                      .merge(column, count, Long::sum));
      return whole;
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.DUMP_FAILED,
          "The rows of " + name + " can't be read: " + SqlErrors.describe(e),
          "Look at the scratch server",
          e);
    } catch (IOException e) {
      throw StoreFailure.of(e);
    }
  }

  private static long statements(
      TypedJson json, Form form, DumpFile file, AppendedText.Text text, DumpWork work)
      throws SQLException, IOException {
    TableName name = file.table().orElseThrow();
    AtomicLong bytes = new AtomicLong();
    json.statements(
        form.typed(),
        file.condition(),
        Sql.name(name.table()),
        statement -> {
          int length = text.write(statement + ";\n");
          work.measured(name, length);
          bytes.addAndGet(length);
        });
    return bytes.get();
  }

  /** What could not be carried: table, column and count; empty where all was. */
  List<String> lost() {
    return Stream.concat(
            scratch.lost().stream(),
            left.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(table -> TypedJson.lost(table.getKey(), table.getValue())))
        .toList();
  }

  /** Names for a line of the log. */
  private static final class Sqlish {
    static String names(List<ColumnForm> forms, List<Column> typed) {
      return Stream.concat(forms.stream().map(ColumnForm::column), typed.stream().map(Column::name))
          .distinct()
          .collect(Collectors.joining(", "));
    }
  }
}
