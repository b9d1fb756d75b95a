package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.exec.LoadArguments;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.support.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client program asks first, of a server that may be another than it was sent to. */
class ProgramsProofTest {
  private static final RunId OTHER = RunId.at(Instant.parse("2025-01-01T00:00:00Z"));

  @TempDir Path folder;
  private final ServerLogin root = TestServers.target().root();
  private final String schema = TestServers.newSchema(TestServers.target());

  @BeforeEach
  void mark() throws Exception {
    try (Connection session = Sessions.open(root, "test")) {
      RunMarker.make(session, schema, RefreshFixture.RUN);
    }
  }

  @Test
  void a_program_works_in_the_schema_of_its_run_alone() throws Exception {
    assertThat(program(root, RefreshFixture.RUN)).isEqualTo("0 it ran");
    assertThat(program(root, OTHER)).startsWith("1 ").contains("1054").doesNotContain("it ran");
    TestServers.run(root, "DROP TABLE " + schema + ".__rehydrate_refresh");
    assertThat(program(root, RefreshFixture.RUN)).startsWith("1 ").doesNotContain("it ran");
  }

  /** The embedded servers are without TLS, as one seems to be whose greeting was changed. */
  @Test
  void a_program_that_was_asked_for_encryption_does_not_go_on_without() throws Exception {
    ServerUrl url = ServerUrl.parse(root.url() + "/?sslMode=REQUIRED");

    assertThat(program(root.withUrl(url), RefreshFixture.RUN))
        .doesNotStartWith("0 ")
        .doesNotContain("it ran");
  }

  private String program(ServerLogin login, RunId run) throws Exception {
    try (OptionFile options = OptionFile.write(folder, login)) {
      List<String> line =
          new ArrayList<>(List.of(TestServers.target().programs().resolve("mariadb").toString()));
      line.addAll(
          LoadArguments.into(
              options,
              schema,
              RunMarker.programsProof(schema, run, login.url().isEncrypted()),
              List.of("sql_mode = ''", "time_zone = '+00:00'")));
      line.add("--skip-column-names");
      Process client = new ProcessBuilder(line).redirectErrorStream(true).start();
      client.getOutputStream().write("SELECT 'it ran';".getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().close();
      String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return client.waitFor() + " " + said.strip();
    }
  }
}
