package io.rehydrate.source;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.plan.Dangling;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.run.Progress;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A schema on the source server and what a copy of it needs. */
final class CopyFixture {
  static final String INSTALLATION = "here";

  final ServerLogin source;
  final ServerLogin scratch;
  final String schema;
  final RunId run = RunId.at(Instant.parse("2026-11-22T02:00:00Z"));
  final List<String> log = new CopyOnWriteArrayList<>();
  final List<String> journal = new CopyOnWriteArrayList<>();
  final Map<String, RowRule> rules = new TreeMap<>();

  /** What the source's statistics are made to say of a table's size. */
  final Map<String, Long> bytes = new TreeMap<>();

  final List<Reference> references = new ArrayList<>();
  volatile Consumer<String> onLog = line -> {};

  CopyFixture(ServerLogin source, ServerLogin scratch, String schema) {
    this.source = source;
    this.scratch = scratch;
    this.schema = schema;
  }

  static CopyFixture onTestServers() {
    return new CopyFixture(
        TestServers.source().root(),
        TestServers.scratch().root(),
        TestServers.newSchema(TestServers.source()));
  }

  void onSource(String... statements) {
    TestServers.run(source.withUrl(source.url().withSchema(schema)), statements);
  }

  void onScratch(String... statements) {
    TestServers.run(scratch, statements);
  }

  ResolvedPlan plan() throws SQLException {
    try (Connection session = Sessions.open(source, "source")) {
      Catalog catalog = sized(CatalogReader.read(session, List.of(schema)));
      Map<TableName, ResolvedPlan.Rule> found = new TreeMap<>();
      catalog
          .tables()
          .forEach(
              t ->
                  found.put(
                      t.name(),
                      new ResolvedPlan.Rule(
                          t,
                          rules.getOrDefault(t.name().table(), RowRule.KEEP),
                          Optional.empty(),
                          Map.of())));
      return new ResolvedPlan(catalog, found, List.copyOf(references), "", "");
    }
  }

  private Catalog sized(Catalog read) {
    return bytes.isEmpty()
        ? read
        : new Catalog(
            read.server(),
            read.schemas().stream()
                .map(
                    s ->
                        new Schema(
                            s.name(),
                            s.characterSet(),
                            s.collation(),
                            s.tables().stream().map(this::sized).toList(),
                            s.objects()))
                .toList());
  }

  private Table sized(Table t) {
    return new Table(
        t.name(),
        t.createStatement(),
        t.engine(),
        t.columns(),
        t.indexes(),
        t.foreignKeys(),
        t.estimatedRows(),
        bytes.getOrDefault(t.name().table(), t.bytes()));
  }

  ServerCopy copier(ServerLogin as, int workers) {
    return new ServerCopy(
        new CopySettings(
            as, scratch, Optional.empty(), workers, Duration.ofMinutes(2), Duration.ofMinutes(5)),
        INSTALLATION,
        book(),
        line -> {
          log.add(line);
          onLog.accept(line);
        },
        new Progress(Clock.systemUTC()));
  }

  Scratch copy() throws SQLException {
    return copy(source, 2);
  }

  Scratch copy(ServerLogin as, int workers) throws SQLException {
    try (ServerCopy copier = copier(as, workers)) {
      return copier.copy(run, plan(), FirstPass.none(), Set.of());
    }
  }

  void relates(String from, String column, String to, String key) {
    references.add(
        new Reference(
            new TableName(schema, from),
            List.of(column),
            new TableName(schema, to),
            List.of(key),
            Optional.empty(),
            Dangling.UNDECIDED,
            false,
            true));
  }

  private ResourceBook book() {
    return new ResourceBook() {
      @Override
      public long add(RunId id, String kind, String name, String detail) {
        journal.add(kind + " " + name);
        return journal.size();
      }

      @Override
      public void detail(long id, String detail) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void gone(long id) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** The rows as texts, columns by tabs; the query names tables of the schema. */
  List<String> rows(ServerLogin server, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection session =
            Sessions.open(server.withUrl(server.url().withSchema(schema)), "test");
        Statement statement = session.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = result.getString(i + 1);
        }
        rows.add(Arrays.toString(row));
      }
    }
    return rows;
  }
}
