package io.rehydrate.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two scripts of a dump, on a real server and with its real client program. */
@OnEveryMariaDb
class RestoreTest {
  private static final String RICH = "restore_rich";
  private static Schema rich;
  private static EmbeddedMariaDb server;

  @TempDir Path folder;

  @BeforeAll
  static void a_schema_with_everything() throws SQLException {
    server = TestServers.target();
    try (Connection session = Sessions.open(server.root(), "test server")) {
      Sessions.run(
          session,
          "DROP DATABASE IF EXISTS " + RICH,
          "CREATE DATABASE " + RICH + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
          "USE " + RICH,
          "CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT, name varchar(50), score int)",
          "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_TRANS_TABLES'",
          "CREATE FUNCTION \"greet\"(n varchar(50)) RETURNS varchar(99) DETERMINISTIC"
              + " RETURN 'h\u00e9llo; ' || n /* ;; $2$ don't */",
          "SET sql_mode = 'NO_BACKSLASH_ESCAPES'",
          """
          CREATE PROCEDURE `odd ``name`(IN `x` int)
          BEGIN
            -- it's; a comment
            DECLARE y text DEFAULT 'c:\\';
            SET y = CONCAT(y, ';');
            INSERT INTO t (name) VALUES (y);
          END\
          """,
          "SET sql_mode = 'STRICT_TRANS_TABLES'",
          "CREATE VIEW b_base AS SELECT id, greet(name) AS greeting FROM t",
          "CREATE VIEW a_top AS SELECT greeting FROM b_base WHERE id > 0",
          "CREATE TRIGGER t_in BEFORE INSERT ON t FOR EACH ROW BEGIN"
              + " SET NEW.score = CHAR_LENGTH(NEW.name); IF NEW.score > 40 THEN"
              + " SET NEW.score = 40; END IF; END",
          "CREATE EVENT `e ON COMPLETION PRESERVE ENABLE` ON SCHEDULE EVERY 1 SECOND COMMENT 'ON"
              + " COMPLETION PRESERVE ENABLE' DO INSERT INTO t (name) VALUES ('never;')",
          "SET NAMES latin1",
          "CREATE PROCEDURE plain() SELECT 'x' AS literal");
    }
    rich = read(RICH);
  }

  private static Schema read(String name) throws SQLException {
    try (Connection session = Sessions.open(server.root(), "test server")) {
      return CatalogReader.read(session, List.of(name)).schemas().get(0);
    }
  }

  private record Outcome(int exitCode, String said) {}

  /** Runs the dump's restore.sh with the embedded server's client. */
  private Outcome restore() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            folder.resolve("restore.sh").toString(),
            OptionFile.write(folder, server.root()).argument());
    builder.environment().put("CLIENT", server.programs().resolve("mariadb").toString());
    File log = folder.resolve("../restore.log").toFile();
    Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Outcome(process.waitFor(), Files.readString(log.toPath()));
  }

  private Manifest dump(String schema, String tables, String rows, String after)
      throws IOException {
    Map<String, Manifest.TableEntry> entries = new LinkedHashMap<>();
    entries.put(
        "t",
        new Manifest.TableEntry(
            1,
            1,
            "keep",
            List.of(),
            List.of(Dumps.file(folder, DumpFiles.rows(schema, 1, "t"), rows))));
    Manifest.SchemaEntry entry =
        Dumps.schema(
            Dumps.file(folder, DumpFiles.definitions(schema), tables),
            Dumps.file(folder, DumpFiles.after(schema), after),
            entries);
    Manifest manifest =
        Dumps.manifest(new DumpId("20261122T020000Z"), new LinkedHashMap<>(Map.of(schema, entry)));
    RestoreScript.write(folder, manifest);
    return manifest;
  }

  private static String tables() {
    return rich.table("t").orElseThrow().createStatement() + ";\n";
  }

  private static List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection session = Sessions.open(server.root(), "test server");
        Statement statement = session.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  @Test
  void the_scripts_bring_back_rows_routines_views_triggers_and_disabled_events() throws Exception {
    String schema = "odd `sche'ma \u00e9 $x";
    TestServers.run(server.root(), "DROP DATABASE IF EXISTS " + Sql.name(schema));
    dump(schema, tables(), "INSERT INTO `t` VALUES (7,'J\u00fcrgen',1);\n", AfterScript.text(rich));
    Outcome outcome = restore();

    assertThat(outcome.said()).endsWith("restored 20261122T020000Z\n");
    assertThat(outcome.exitCode()).isZero();
    Schema restored = read(schema);
    assertThat(withoutEvents(restored)).isEqualTo(withoutEvents(rich));
    assertThat(restored.objects(StoredObject.Kind.EVENT))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.name()).isEqualTo("e ON COMPLETION PRESERVE ENABLE");
              assertThat(event.createStatement())
                  .contains("ON COMPLETION NOT PRESERVE DISABLE COMMENT 'ON COMPLETION PRESERVE E");
            });
    String quoted = Sql.name(schema);
    assertThat(query("SELECT greeting FROM " + quoted + ".a_top"))
        .containsExactly("h\u00e9llo; J\u00fcrgen");
    TestServers.run(server.root(), "CALL " + quoted + ".`odd ``name`(1)");
    assertThat(query("SELECT CONCAT(name, score) FROM " + quoted + ".t ORDER BY id"))
        .containsExactly("J\u00fcrgen1", "c:\\;4");
    TestServers.run(server.root(), "DROP DATABASE " + quoted);
  }

  private static List<StoredObject> withoutEvents(Schema schema) {
    return schema.objects().stream().filter(o -> o.kind() != StoredObject.Kind.EVENT).toList();
  }

  @Test
  void the_statements_do_the_same_over_jdbc() throws Exception {
    String schema = TestServers.newSchema(server);
    try (Connection session =
        Sessions.open(server.root().withUrl(server.url().withSchema(schema)), "test server")) {
      Sessions.run(
          session,
          "ALTER DATABASE COLLATE utf8mb4_general_ci",
          rich.table("t").orElseThrow().createStatement());
      String before = settings(session);
      Sessions.run(session, AfterScript.statements(rich).toArray(String[]::new));

      assertThat(settings(session)).isEqualTo(before);
    }
    assertThat(withoutEvents(read(schema))).isEqualTo(withoutEvents(rich));
  }

  private static String settings(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        var row =
            statement.executeQuery(
                "SELECT CONCAT_WS(' ', @@sql_mode, @@character_set_client,"
                    + " @@collation_connection)")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void a_schema_that_exists_is_left_alone() throws Exception {
    String schema = TestServers.newSchema(server);
    dump(schema, tables(), "INSERT INTO `t` VALUES (7,'x',1);\n", "-- Dump completed\n");
    Outcome outcome = restore();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.said()).contains("stopped at CREATE DATABASE `" + schema + "`");
    assertThat(query("SHOW TABLES FROM " + schema)).isEmpty();
  }

  @Test
  void stops_at_the_first_statement_that_fails() throws Exception {
    String schema = gone();
    dump(schema, tables(), "INSERT INTO `none` VALUES (7);\n", AfterScript.text(rich));
    Outcome outcome = restore();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.said()).contains("stopped at " + schema + "/rows/0001-t.sql.zst");
    assertThat(query("SHOW FULL TABLES FROM " + schema + " WHERE table_type = 'VIEW'")).isEmpty();
  }

  @Test
  void stops_at_a_file_that_is_cut() throws Exception {
    String schema = gone();
    String rows = "INSERT INTO `t` (name) VALUES ('x');\n".repeat(9);
    dump(schema, tables(), rows, AfterScript.text(rich));
    Path file = folder.resolve(DumpFiles.rows(schema, 1, "t"));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));
    Outcome outcome = restore();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.said()).contains("stopped at " + schema + "/rows/0001-t.sql.zst");
  }

  @Test
  void no_line_of_a_dump_runs_a_program() throws Exception {
    String schema = gone();
    Path canary = folder.resolve("pwned");
    dump(
        schema,
        tables(),
        "-- Table\n\\! touch " + canary + "\nsystem touch " + canary + "\n;\n",
        "-- Dump completed\n");
    Outcome outcome = restore();

    assertThat(canary).doesNotExist();
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  private static String gone() {
    String schema = TestServers.newSchema(server);
    TestServers.run(server.root(), "DROP DATABASE " + schema);
    return schema;
  }
}
