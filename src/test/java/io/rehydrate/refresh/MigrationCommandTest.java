package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.run.Run;
import io.rehydrate.run.Run.Failure;
import io.rehydrate.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A program runs the migrations: here a shell script that runs what the branch has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationCommandTest {
  private RefreshHome home;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path tool = folder.resolve("a tool");
    Files.writeString(tool, "#!/bin/sh\nexec sh -eu db/migration/run.sh \"$@\"\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    home =
        RefreshHome.in(
            folder,
            List.of("CREATE TABLE t (i INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)"),
            Map.of(
                "migrations.command",
                "\"a tool\" {connection.cnf} {schema} {commit} {connection.properties}",
                "flyway.baselineOnMigrate",
                "false"));
  }

  @AfterAll
  void stop() throws Exception {
    home.close();
  }

  @BeforeEach
  void fill() {
    home.precious();
  }

  private Run refresh(String name, String script) throws Exception {
    home.branch(name, Map.of("run.sh", script));
    return home.refresh(name);
  }

  private String client() {
    return "'" + home.beans.programs().client().path() + "' --defaults-file=\"$1\" \"$2\" -e ";
  }

  @Test
  void it_works_in_the_files_of_the_commit_as_the_account_that_migrates() throws Exception {
    Run run =
        refresh(
            "works",
            client()
                + "'CREATE TABLE made AS SELECT CURRENT_USER() AS who'\n"
                + "stat -c 'mode %a' \"$1\" \"$4\" \"$REHYDRATE_CONNECTION\"\n"
                + "echo commit $3 in $(basename \"$PWD\")\n"
                + "grep -o '^url=.*' \"$4\"\n");

    assertThat(run.failure()).isEmpty();
    assertThat(home.query("SELECT who FROM " + home.live + ".made"))
        .containsExactly(home.migrator() + "@%|");
    String log = home.log(run);
    assertThat(log.lines().filter(line -> line.endsWith("a tool: mode 600"))).hasSize(3);
    assertThat(log)
        .containsPattern("a tool: commit [0-9a-f]{40} in work-tree")
        .contains("migrated by a tool");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void its_failure_is_that_of_the_migrations_and_no_password_is_in_the_log() throws Exception {
    Run run = refresh("fails", "cat \"$1\" \"$REHYDRATE_CONNECTION\"\necho it broke >&2\nexit 4\n");

    Failure failure = run.failure().orElseThrow();
    assertThat(failure.code()).isEqualTo("migrations.failed");
    assertThat(failure.message()).contains("a tool ended with exit code 4", "it broke");
    assertThat(home.log(run)).contains("password=\"***\"").doesNotContain("pw-xxxxxxxx");
    assertThat(home.query("SELECT i FROM " + home.live + ".precious")).hasSize(3);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void it_ends_when_its_run_is_cancelled() throws Exception {
    home.branch("waits", Map.of("run.sh", "echo waiting\nsleep 1000\n"));
    Run queued = home.queue("waits");
    Thread refresh = new Thread(() -> home.send(queued));
    refresh.start();
    await().until(() -> home.log(queued).contains("a tool: waiting"));

    home.beans.runs().cancel(queued.id(), RefreshHome.TESTER);
    refresh.join();

    assertThat(home.beans.journal().get(queued.id()).state()).isEqualTo(RunState.CANCELLED);
    assertThat(home.query("SELECT i FROM " + home.live + ".precious")).hasSize(3);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void what_would_run_is_not_known_beforehand() throws Exception {
    home.branch("asked", Map.of("run.sh", "exit 0\n"));

    RefPreview preview =
        new RefPreviews(home.beans.settings(), home.beans.repository())
            .of(home.beans.store().latest(), "asked");

    assertThat(preview.comparison()).isEmpty();
    assertThat(preview.lines()).singleElement().asString().contains("migrations.command");
  }

  /** Files with a connection, and work trees. */
  private List<Path> leftovers() throws Exception {
    try (Stream<Path> files = Files.walk(home.beans.settings().stateDirectory())) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().matches("connection-.*|client-.*|work-tree|run.sh"))
          .toList();
    }
  }
}
