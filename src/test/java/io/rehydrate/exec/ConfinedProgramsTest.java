package io.rehydrate.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.HostileServer;
import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestServers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.exec.ExecCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file of a dump, or a server, can't get out of the client programs of this machine. */
@OnEveryMariaDb
class ConfinedProgramsTest {
  private static final String SECRET = "the-mask-key";

  @TempDir Path folder;
  private Path secret;
  private Path canary;
  private Path other;
  private final EmbeddedMariaDb server = TestServers.target();
  private final ClientPrograms programs =
      ClientPrograms.in(java.util.Optional.of(server.programs()), "");

  @BeforeEach
  void files() throws Exception {
    secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    canary = folder.resolve("canary");
    other = Files.writeString(folder.resolve("other.sql"), "CREATE TABLE sourced (a INT);\n");
  }

  /** Whatever becomes of the program: it may fail, as most of this text is no SQL. */
  private void load(ServerLogin login, String schema, String sql) throws Exception {
    run(
        programs.client().path(),
        LoadArguments.into(
            OptionFile.write(folder, login), schema, List.of("sql_safe_updates = 0")),
        sql);
  }

  private void run(Path program, List<String> arguments, String sql) {
    try {
      StreamingExecutor.forLoads(new RunningPrograms())
          .execute(
              new ExecCommand(
                  program.toString(),
                  arguments,
                  folder.toString(),
                  60_000L,
                  Set.of(0),
                  new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8)),
                  null,
                  false,
                  LoggingLevel.DEBUG));
    } catch (io.rehydrate.error.RehydrateException e) {
      assertThat(e.code()).isEqualTo("program.failed");
    }
  }

  private List<String> commands() {
    List<String> commands = new ArrayList<>();
    for (String name :
        List.of(
            "system touch %1$s", "\\! touch %1$s", "tee %1$s", "\\T %1$s", "pager touch %1$s")) {
      commands.add(name.formatted(canary));
    }
    commands.add("source " + other);
    commands.add("\\. " + other);
    return commands;
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s\n", "SELECT 1; %s\n", "DELIMITER //\n%s //\n", "\\C utf8mb4\n%s\n"})
  void no_line_of_a_file_is_a_command_of_the_programs(String around) throws Exception {
    String schema = TestServers.newSchema(server);

    for (String command : commands()) {
      load(server.root(), schema, around.formatted(command));
    }

    assertThat(canary).doesNotExist();
    load(server.root(), schema, "CREATE TABLE sourced (a INT);\n"); // fails where it is there
    assertThat(rows(schema, "sourced")).isZero();
  }

  @Test
  void no_statement_of_a_file_reads_a_file_of_this_machine() throws Exception {
    String schema = TestServers.newSchema(server);
    TestServers.run(
        server.root(), "SET GLOBAL local_infile = ON", "CREATE TABLE " + schema + ".t (a TEXT)");

    for (String words : List.of("DATA LOCAL", "data /* x */ local", "DATA LOW_PRIORITY LOCAL")) {
      load(
          server.root(),
          schema,
          "SET GLOBAL local_infile = ON;\nLOAD "
              + words
              + " INFILE '"
              + secret
              + "' INTO TABLE t;\n");
    }

    assertThat(rows(schema, "t")).isZero();
  }

  private long rows(String schema, String table) throws Exception {
    try (var session = io.rehydrate.mysql.Sessions.open(server.root(), "test server");
        var statement = session.createStatement();
        var row = statement.executeQuery("SELECT COUNT(*) FROM " + schema + "." + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void a_server_that_asks_for_a_file_gets_none(int answered) throws Exception {
    try (HostileServer hostile = HostileServer.askingFor(secret, true, answered)) {
      load(
          hostile.login(),
          "shop",
          "LOAD DATA LOCAL INFILE '/dev/null' INTO TABLE t;\n".repeat(3) + "SELECT 1;\n");
      assertThat(hostile.queries()).hasSizeGreaterThan(answered);

      OptionFile login = OptionFile.write(folder, hostile.login());
      run(
          programs.dump().path(),
          new DumpArguments(login, programs.dump().version()).definitions("shop", List.of()),
          "");

      assertThat(hostile.received()).isEmpty();
    }
  }
}
