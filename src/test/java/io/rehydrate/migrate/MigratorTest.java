package io.rehydrate.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigratorTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String TABLE =
      "CREATE TABLE a (id INT PRIMARY KEY, email VARCHAR(40) UNIQUE)";

  @TempDir Path folder;
  private final ServerLogin root = TestServers.target().root();
  private String schema;
  private ServerLogin migrations;

  /** An account with rights on one schema alone. */
  @BeforeEach
  void start() {
    schema = TestServers.newSchema(TestServers.target());
    String user = "m_" + schema;
    TestServers.run(
        root,
        "CREATE OR REPLACE USER " + user + "@'127.0.0.1' IDENTIFIED BY 'pw'",
        "GRANT ALL ON `" + schema + "`.* TO " + user + "@'127.0.0.1'");
    migrations = new ServerLogin(TestServers.target().url(), user, new Secret("pw"));
  }

  @Test
  void runs_what_the_history_of_the_dump_does_not_hold() throws Exception {
    migrate(Map.of(), file("V1__a.sql", TABLE));

    Migrated migrated =
        migrate(
            Map.of(),
            file("V1__a.sql", TABLE),
            file("sub/V2__b.sql", "ALTER TABLE a ADD b INT; INSERT INTO a VALUES (1, 'x', 2)"),
            file("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a"),
            file("README.md", "not SQL"));

    assertThat(migrated.applied()).containsExactly("sub/V2__b.sql", "R__view.sql");
    assertThat(migrated.version()).contains("2");
    assertThat(number("SELECT SUM(b) FROM a")).isEqualTo(2);
  }

  @Test
  void a_procedure_with_its_own_delimiter_runs() throws Exception {
    migrate(
        Map.of(),
        file(
            "V1__p.sql",
            "CREATE TABLE n (i INT);\n"
                + "DELIMITER //\n"
                + "CREATE PROCEDURE p() BEGIN INSERT INTO n VALUES (1); INSERT INTO n VALUES (2);"
                + " END//\n"
                + "DELIMITER ;\n"
                + "CALL p();"));

    assertThat(number("SELECT COUNT(*) FROM n")).isEqualTo(2);
  }

  @Test
  void flyway_settings_are_passed_on() throws Exception {
    migrate(
        Map.of(
            "flyway.table", "versions",
            "flyway.sqlMigrationPrefix", "M",
            "flyway.placeholders.size", "30"),
        file("M1__a.sql", "CREATE TABLE a (t VARCHAR(${size}))"));

    assertThat(number("SELECT COUNT(*) FROM versions WHERE success")).isEqualTo(1);
  }

  @Test
  void settings_about_the_connection_and_places_are_passed_over() throws Exception {
    migrate(
        Map.of(
            "flyway.url", "jdbc:mysql://127.0.0.1:1/x",
            "flyway.locations", "filesystem:/etc",
            "flyway.initSql", "CREATE TABLE evil (i INT)",
            "flyway.schemas", "mysql",
            "flyway.callbacks", "no.such.Class"),
        file("V1__a.sql", TABLE));

    assertThat(tables()).isEqualTo(2);
  }

  @Test
  void a_failure_names_file_and_line_and_no_value() {
    assertThatThrownBy(
            () ->
                migrate(
                    Map.of(),
                    file("V1__a.sql", TABLE),
                    file(
                        "V2__b.sql",
                        "INSERT INTO a VALUES (1, 'jane@x.org');\n\n"
                            + "INSERT INTO a VALUES (2, 'jane@x.org');")))
        .isInstanceOfSatisfying(
            MigrationFailedException.class,
            e -> assertThat(e.code()).isEqualTo("migrations.failed"))
        .hasMessageContaining("V2__b.sql")
        .hasMessageContaining("line 3")
        .hasMessageContaining("error 1062")
        .hasMessageNotContaining("jane");
  }

  @Test
  void another_schema_is_out_of_reach() {
    String live = TestServers.newSchema(TestServers.target());
    TestServers.run(root, "CREATE TABLE " + live + ".t (i INT)");

    assertThatThrownBy(
            () -> migrate(Map.of(), file("V1__x.sql", "ALTER TABLE " + live + ".t ADD j INT")))
        .isInstanceOf(MigrationFailedException.class)
        .hasMessageContaining("error 1142");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\! touch FILE",
        "system touch FILE",
        "source /etc/passwd",
        "tee FILE",
        "SELECT 1 INTO OUTFILE 'FILE'",
        "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE a",
        "SELECT LOAD_FILE('/etc/passwd') + (SELECT 1 FROM nowhere)"
      })
  void a_script_reaches_no_file_and_no_program(String statement) {
    Path file = folder.resolve("made");

    assertThatThrownBy(
            () ->
                migrate(
                    Map.of(),
                    file(
                        "V1__x.sql",
                        TABLE
                            + ";\n"
                            + statement
                                .replace("FILE'", file + "'")
                                .replace("FILE", file.toString())
                            + ";")))
        .isInstanceOf(MigrationFailedException.class);
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void tables_without_a_history_need_a_baseline() throws Exception {
    TestServers.run(root, "CREATE TABLE " + schema + ".old (i INT)");

    assertThatThrownBy(() -> migrate(Map.of(), file("V2__a.sql", TABLE)))
        .isInstanceOfSatisfying(
            MigrationFailedException.class,
            e -> {
              assertThat(e.code()).isEqualTo("migrations.no-history");
              assertThat(e.hint()).contains("flyway.baselineOnMigrate");
            });

    Migrated migrated =
        migrate(Map.of("flyway.baselineOnMigrate", "true"), file("V2__a.sql", TABLE));
    assertThat(migrated.applied()).containsExactly("V2__a.sql");
  }

  @Test
  void a_ref_that_changed_what_the_dump_has_applied_is_told() {
    migrate(Map.of(), file("V1__a.sql", TABLE));

    assertThatThrownBy(() -> migrate(Map.of(), file("V1__a.sql", TABLE + " COMMENT 'x'")))
        .isInstanceOfSatisfying(
            MigrationFailedException.class,
            e -> assertThat(e.code()).isEqualTo("migrations.invalid"));
  }

  @Test
  void each_cause_of_a_misfit_is_named_with_its_own_remedy() {
    migrate(
        Map.of(),
        file("V1__a.sql", TABLE),
        file("V2__b.sql", "SELECT 1"),
        file("V4__d.sql", "SELECT 1"));
    MigrationFile first = file("V1__a.sql", TABLE);
    MigrationFile second = file("V2__b.sql", "SELECT 1");
    MigrationFile fourth = file("V4__d.sql", "SELECT 1");

    refused(
        Map.of(),
        List.of("version 2 'b' (its file is not the one that ran"),
        List.of("Put the file back"),
        first,
        file("V2__b.sql", "SELECT 2"),
        fourth);
    refused(
        Map.of(),
        List.of("version 2 'b' (ran in production and is not on the ref)"),
        List.of("not behind the dump", "flyway.ignoreMigrationPatterns=*:missing"),
        first,
        fourth);
    refused(
        Map.of(),
        List.of("version 3 'c' (is on the ref, did not run in production, and is older"),
        List.of("flyway.outOfOrder=true"),
        first,
        second,
        file("V3__c.sql", "SELECT 1"),
        fourth,
        file("V5__e.sql", "SELECT 1"));
    refused(
        Map.of(),
        List.of("have the same version: V5__e.sql, V5__f.sql"),
        List.of("another version"),
        first,
        second,
        fourth,
        file("V5__e.sql", "SELECT 1"),
        file("V5__f.sql", "SELECT 1"));
    refused(
        Map.of(),
        List.of("version 1 'a' (its file", "version 2 'b' (ran in production"),
        List.of("Put the file back", "not behind the dump"),
        file("V1__a.sql", TABLE + " COMMENT 'x'"),
        fourth);
    TestServers.run(
        root, "UPDATE " + schema + ".flyway_schema_history SET success = 0 WHERE version = '4'");
    refused(
        Map.of(),
        List.of("version 4 'd' (failed in production"),
        List.of("flyway repair"),
        first,
        second,
        fourth);
    refused(
        Map.of("flyway.validateOnMigrate", "false"),
        List.of("version 4 'd' (failed in production"),
        List.of("flyway repair"),
        first,
        second,
        fourth,
        file("V5__e.sql", "SELECT 1"));
  }

  private void refused(
      Map<String, String> flyway,
      List<String> told,
      List<String> remedies,
      MigrationFile... files) {
    assertThatThrownBy(() -> migrate(flyway, files))
        .isInstanceOfSatisfying(
            MigrationFailedException.class,
            e -> {
              assertThat(e.code()).isEqualTo("migrations.invalid");
              assertThat(e.getMessage()).contains(told);
              assertThat(e.hint()).contains(remedies);
            });
  }

  @Test
  void a_placeholder_without_a_value_is_named_with_its_remedy() {
    assertThatThrownBy(
            () ->
                migrate(
                    Map.of(),
                    file("V1__a.sql", TABLE),
                    file("V2__b.sql", "INSERT INTO a VALUES (2, 'Dear ${first.name}');")))
        .isInstanceOfSatisfying(
            MigrationFailedException.class,
            e ->
                assertThat(e.hint())
                    .contains(
                        "flyway.placeholders.first.name", "flyway.placeholderReplacement=false"))
        .hasMessageContaining("V2__b.sql")
        .hasMessageContaining("${first.name}");
  }

  @Test
  void a_script_that_never_ends_is_killed_at_the_deadline() throws Exception {
    assertThatThrownBy(
            () ->
                new Migrator(session -> {})
                    .migrate(
                        migrations,
                        schema,
                        List.of(
                            file(
                                "V1__x.sql",
                                "DELIMITER //\n"
                                    + "CREATE PROCEDURE p() BEGIN WHILE 1 DO DO SLEEP(0.2); END"
                                    + " WHILE; END//\n"
                                    + "DELIMITER ;\n"
                                    + "CALL p();")),
                        Map.of(),
                        Duration.ofSeconds(2)))
        .isInstanceOfSatisfying(
            MigrationFailedException.class,
            e -> assertThat(e.code()).isEqualTo("migrations.deadline"));
    assertThat(
            number(
                "SELECT COUNT(*) FROM information_schema.processlist WHERE user = '"
                    + migrations.username()
                    + "' AND command = 'Query'"))
        .isZero();
  }

  private Migrated migrate(Map<String, String> flyway, MigrationFile... files) {
    return new Migrator(session -> {})
        .migrate(migrations, schema, Arrays.asList(files), flyway, LONG);
  }

  private static MigrationFile file(String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new MigrationFile(path, bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  private long tables() throws SQLException {
    return number(
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '" + schema + "'");
  }

  private long number(String query) throws SQLException {
    try (Connection session =
            Sessions.open(root.withUrl(root.url().withSchema(schema)), "test server");
        Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
