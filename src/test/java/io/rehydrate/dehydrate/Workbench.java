package io.rehydrate.dehydrate;

import io.rehydrate.dehydrate.compile.Dehydration;
import io.rehydrate.dehydrate.compile.KeyTablePlacement;
import io.rehydrate.dehydrate.compile.ScratchStatement;
import io.rehydrate.dehydrate.compile.SecondPass;
import io.rehydrate.dehydrate.compile.Stage;
import io.rehydrate.dehydrate.compile.Task;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.mask.Masks;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.PlanFile;
import io.rehydrate.plan.PlanResolver;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.Progress;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.source.CopySettings;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ScratchMemory;
import io.rehydrate.source.ServerCopy;
import io.rehydrate.source.SharedMoment;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Schemas on the scratch server, and the dehydration run on them without a route: stage after
 * stage, each task's statements in its own session.
 */
final class Workbench implements AutoCloseable {
  static final ZonedDateTime AS_OF = ZonedDateTime.parse("2026-11-22T02:00:00Z");

  private final List<String> schemas = new ArrayList<>();
  private final List<Connection> sessions = new ArrayList<>();
  private final Map<String, Double> seconds = new TreeMap<>();
  private final String helper;
  private Onlooker onlooker = (task, statement, session) -> {};
  private final AtomicInteger toLose = new AtomicInteger();
  private boolean inMemory = true;
  private final Map<String, Long> estimates = new HashMap<>();
  private Map<String, Long> undecided = new TreeMap<>();
  private Map<String, Double> stageSeconds = new TreeMap<>();
  private final ServerLogin server;
  private Optional<ServerLogin> other = Optional.empty();
  private Optional<MaskKey> key = Optional.empty();

  /** Sessions on the server of the schemas, while others are on that of the copy. */
  private final List<Connection> originals = new ArrayList<>();

  /** Sees each statement before it runs, in its session. */
  @FunctionalInterface
  interface Onlooker {
    void look(Task task, String statement, Connection session) throws SQLException;
  }

  /** How the tasks of a stage are run. */
  record Workers(int count, Random shuffle) {
    static Workers one() {
      return new Workers(1, new Random(0));
    }
  }

  private Workbench(ServerLogin server, int schemaCount) throws SQLException {
    this.server = server;
    for (int i = 0; i < schemaCount; i++) {
      schemas.add(TestServers.newSchema(server));
    }
    helper = "h_" + schemas.get(0);
    open(server);
  }

  private void open(ServerLogin login) throws SQLException {
    for (int i = 0; i < 2; i++) {
      Connection session = Sessions.open(login, "scratch");
      settle(session);
      sessions.add(session);
    }
  }

  private void settle(Connection session) throws SQLException {
    ScratchSessions.settle(session, AS_OF);
    session.setCatalog(schemas.get(0));
  }

  static Workbench open() throws SQLException {
    return open(TestServers.scratch().root(), 1);
  }

  static Workbench open(ServerLogin server, int schemaCount) throws SQLException {
    return new Workbench(server, schemaCount);
  }

  Workbench watchedBy(Onlooker next) {
    onlooker = next;
    return this;
  }

  /** With nothing in memory, as for tables that are too large for the server's. */
  Workbench inMemory(boolean wanted) {
    inMemory = wanted;
    return this;
  }

  /** With the schemas copied to another server, what decides first, and dehydrated there. */
  Workbench copiedTo(ServerLogin login) {
    other = Optional.of(login);
    return this;
  }

  /** With so many rows by the source's statistics. */
  Workbench estimated(String table, long rows) {
    estimates.put(table, rows);
    return this;
  }

  /** With masks that take this key. */
  Workbench maskedBy(MaskKey secret) {
    key = Optional.of(secret);
    return this;
  }

  /** Has what follows be done where the schemas are, and not where their copy is. */
  Workbench atSource() throws SQLException {
    if (!originals.isEmpty()) {
      for (Connection session : sessions) {
        session.close();
      }
      sessions.clear();
      sessions.addAll(originals);
      originals.clear();
    }
    return this;
  }

  private Scratch copied(ResolvedPlan plan) throws SQLException {
    CopySettings settings =
        new CopySettings(
            server,
            other.orElseThrow(),
            inMemory ? Optional.empty() : Optional.of(0L),
            2,
            Duration.ofMinutes(2),
            Duration.ofMinutes(5));
    Scratch scratch =
        new ServerCopy(
                settings, "workbench", new NoBook(), line -> {}, new Progress(Clock.systemUTC()))
            .copy(new RunId("20261122t020000-bench"), plan, firstPass(plan), Set.of());
    originals.addAll(sessions);
    sessions.clear();
    open(other.orElseThrow());
    return scratch;
  }

  private FirstPass firstPass(ResolvedPlan plan) {
    FirstPass computed = SecondPass.firstPass(plan);
    Map<TableName, Table> narrow = new HashMap<>(computed.narrow());
    narrow.replaceAll(
        (name, table) ->
            new Table(
                name,
                table.createStatement(),
                table.engine(),
                table.columns(),
                table.indexes(),
                table.foreignKeys(),
                estimates.getOrDefault(name.table(), table.estimatedRows()),
                table.bytes()));
    return new FirstPass(narrow, computed.scanned(), computed.whole());
  }

  private KeptRowLoader loader(SharedMoment moment, Dehydration compiled) {
    return new KeptRowLoader(
        moment,
        session -> {
          settle(session);
          prepareMasks(session, compiled);
        },
        helper,
        AS_OF.getOffset());
  }

  private void prepareMasks(Connection session, Dehydration compiled) {
    key.ifPresent(k -> MaskSession.prepare(session, helper, k, compiled.purposes()));
  }

  /** Keeps nothing: the bench drops its schemas itself. */
  private static final class NoBook implements ResourceBook {
    @Override
    public long add(RunId id, String kind, String name, String detail) {
      return 0;
    }

    @Override
    public void detail(long id, String detail) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void gone(long id) {
      throw new UnsupportedOperationException();
    }
  }

  /** Takes, by relation, how many rows of keep tables lead to rows that went. */
  Workbench countingUndecided(Map<String, Long> counts) {
    undecided = counts;
    return this;
  }

  /** As if so many connections were lost, each just after its statement had done its work. */
  Workbench losingConnections(int count) {
    toLose.set(count);
    return this;
  }

  String schema() {
    return schemas.get(0);
  }

  /** Where the tables of keys are. */
  String helper() {
    return helper;
  }

  String schema(int index) {
    return schemas.get(index);
  }

  Connection session() {
    return sessions.get(0);
  }

  /** In the first schema, with the session's settings of a night's work. */
  Workbench run(String... statements) throws SQLException {
    Sessions.run(session(), statements);
    return this;
  }

  Catalog catalog() {
    return CatalogReader.read(session(), schemas);
  }

  static ResolvedPlan plan(Catalog catalog, String yaml) {
    try {
      Path file = Files.createTempFile("plan", ".yaml");
      try {
        Files.writeString(file, "version: 1\nunlisted: { tables: fail, columns: keep }\n" + yaml);
        return PlanResolver.check(PlanFile.read(file), catalog, Masks.check());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole of it; the schema's tables are what a dump would take afterwards. */
  Dehydration dehydrate(String yaml) throws SQLException {
    return dehydrate(plan(catalog(), yaml), Workers.one());
  }

  Dehydration dehydrate(ResolvedPlan plan, Workers workers) throws SQLException {
    Optional<Scratch> scratch = other.isPresent() ? Optional.of(copied(plan)) : Optional.empty();
    run("DROP DATABASE IF EXISTS " + helper, "CREATE DATABASE " + helper);
    KeyTablePlacement memory =
        inMemory
            ? new KeyTablePlacement(
                ScratchMemory.left(
                    session(),
                    Optional.empty(),
                    plan.catalog().schemas().stream().map(Schema::name).toList()),
                scratch.map(Scratch::rows).orElse(Map.of()))
            : KeyTablePlacement.none();
    Dehydration compiled =
        new Dehydration(
            plan,
            helper,
            AS_OF,
            memory,
            scratch.map(Scratch::firstPass).orElseGet(FirstPass::none));
    for (Connection session : sessions) {
      prepareMasks(session, compiled);
    }
    DehydrationRun dehydration =
        new DehydrationRun(
            compiled,
            ClearStage.of(session(), plan),
            null,
            scratch.flatMap(Scratch::moment).map(moment -> loader(moment, compiled)));
    ExecutorService pool = Executors.newFixedThreadPool(workers.count());
    try {
      while (dehydration.hasNext()) {
        Stage stage = dehydration.next();
        if (stage.isLoad()) {
          dehydration.load(new Progress(Clock.systemUTC()));
        }
        List<Task> tasks = new ArrayList<>(stage.tasks());
        Collections.shuffle(tasks, workers.shuffle());
        long start = System.nanoTime();
        run(dehydration, tasks, workers.count(), pool);
        seconds.merge("stage " + stage.name(), since(start), Double::sum);
      }
      for (var query : compiled.undecided().entrySet()) {
        long count = Long.parseLong(values("(" + query.getKey() + ")", "DUAL").get(0));
        if (count > 0) {
          undecided.merge(query.getValue().text(), count, Long::sum);
        }
      }
    } finally {
      pool.shutdownNow();
      run("DROP DATABASE " + helper);
    }
    stageSeconds = dehydration.stageSeconds();
    return compiled;
  }

  private void run(
      DehydrationRun dehydration, List<Task> tasks, int workers, ExecutorService pool) {
    ConcurrentLinkedQueue<Task> queue = new ConcurrentLinkedQueue<>(tasks);
    List<Future<?>> running = new ArrayList<>();
    for (Connection session : sessions.subList(0, workers)) {
      running.add(
          pool.submit(
              () -> {
                for (Task task = queue.poll(); task != null; task = queue.poll()) {
                  run(dehydration, task, session);
                }
                return null;
              }));
    }
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void run(DehydrationRun dehydration, Task task, Connection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      for (ScratchStatement each : task.statements()) {
        String sql = each.sql();
        onlooker.look(task, sql, session);
        long start = System.nanoTime();
        try {
          if (each.isRepeatable() && toLose.getAndDecrement() > 0) {
            statement.executeUpdate(sql);
            dehydration.interrupted(each, TransientFailure.LOST);
            for (String undo : each.undo().stream().toList()) {
              statement.executeUpdate(undo);
            }
          }
          dehydration.done(task, each, statement.executeUpdate(sql));
        } catch (SQLException e) {
          throw new SQLException(
              task.name() + ": " + e.getMessage() + "\n" + sql,
              e.getSQLState(),
              e.getErrorCode(),
              e);
        } finally {
          synchronized (seconds) {
            seconds.merge("task " + task.name(), since(start), Double::sum);
          }
        }
      }
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Of the last dehydration, as the report has them. */
  Map<String, Double> stageSeconds() {
    return stageSeconds;
  }

  /** Time taken, by {@code stage ...} and {@code task ...}. */
  Map<String, Double> seconds() {
    return seconds;
  }

  /** The values of one column, in their order; NULL as {@code "NULL"}. */
  List<String> values(String column, String table) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = session().createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT " + column + " FROM " + table + " ORDER BY 1")) {
      while (rows.next()) {
        values.add(rows.getString(1) == null ? "NULL" : rows.getString(1));
      }
    }
    return values;
  }

  /** Every row, every column, byte for byte: hexadecimal, NULL as {@code "NULL"}. */
  List<List<String>> bytes(TableName table) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    String columns =
        Sql.names(
            catalog().table(table).orElseThrow().columns().stream().map(c -> c.name()).toList());
    try (Statement statement = session().createStatement();
        ResultSet rows = statement.executeQuery("SELECT " + columns + " FROM " + table.quoted())) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          byte[] value = rows.getBytes(i);
          row.add(value == null ? "NULL" : HexFormat.of().formatHex(value));
        }
        all.add(row);
      }
    }
    return all;
  }

  /** SHOW CREATE TABLE of every table. */
  Map<TableName, String> definitions() throws SQLException {
    Map<TableName, String> definitions = new TreeMap<>();
    for (String schema : schemas) {
      for (String table : tables(schema)) {
        TableName name = new TableName(schema, table);
        try (Statement statement = session().createStatement();
            ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + name.quoted())) {
          row.next();
          definitions.put(name, row.getString(2));
        }
      }
    }
    return definitions;
  }

  private List<String> tables(String schema) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = session().createStatement();
        ResultSet rows = statement.executeQuery("SHOW TABLES FROM " + Sql.name(schema))) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
      tables.remove(CatalogReader.SCRATCH_MARKER);
    }
    return tables;
  }

  @Override
  public void close() throws SQLException {
    if (!originals.isEmpty()) {
      drop();
      atSource();
    }
    drop();
    for (Connection session : sessions) {
      session.close();
    }
  }

  private void drop() throws SQLException {
    for (String schema : schemas) {
      run("SET foreign_key_checks = 0", "DROP DATABASE IF EXISTS " + Sql.name(schema));
    }
  }
}
