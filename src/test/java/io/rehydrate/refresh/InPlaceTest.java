package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.refresh.keep.KeptReport;
import io.rehydrate.run.KeptFacts;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.TargetName;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Refreshes of a target whose disk has no room for two sets of tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InPlaceTest {
  private static final TargetName DEV = new TargetName("dev");

  private RefreshHome home;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    this.folder = folder;
    Files.writeString(
        folder.resolve("after.sql"),
        "INSERT INTO parents VALUES (1000 + CHAR_LENGTH(${note})); -- ${nobody}\n");
    home =
        RefreshHome.in(
            folder,
            List.of(
                "CREATE TABLE parents (i INT PRIMARY KEY)",
                "CREATE TABLE t (i INT PRIMARY KEY, FOREIGN KEY (i) REFERENCES parents (i))",
                "INSERT INTO parents SELECT seq FROM seq_1_to_50",
                "INSERT INTO t SELECT seq FROM seq_1_to_50",
                "CREATE VIEW v AS SELECT i FROM t"),
            Map.of(
                "refresh.mode",
                "in-place",
                "target.dev.after",
                "after.sql",
                "target.dev.keep-tables",
                "t, own_*",
                "target.dev.value.note",
                "it's"));
    home.branch("broken", Map.of("V2__broken.sql", "ALTER TABLE nobody ADD x INT;\n"));
  }

  @AfterAll
  void stop() throws Exception {
    home.close();
  }

  @BeforeEach
  void fill() {
    home.precious();
    TestServers.run(
        RefreshHome.root(),
        "CREATE TABLE "
            + home.live
            + ".child (i INT PRIMARY KEY, FOREIGN KEY (i) REFERENCES "
            + home.live
            + ".precious (i))",
        "CREATE VIEW " + home.live + ".old_view AS SELECT i FROM " + home.live + ".child");
  }

  private List<String> tables() {
    return home
        .query(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                + home.live
                + "' ORDER BY 1")
        .stream()
        .map(row -> row.replace("|", ""))
        .toList();
  }

  @Test
  void the_live_tables_go_first_and_the_new_ones_come() throws Exception {
    Run run = home.refresh("");

    assertThat(run.failure()).isEmpty();
    assertThat(home.log(run)).containsSubsequence("in place: dropped 2 tables", "exchanged");
    assertThat(tables()).containsExactly("parents", "t", "v");
    assertThat(home.query("SELECT MAX(i) FROM " + home.live + ".parents"))
        .as("the script has run, with its value")
        .containsExactly("1004|");
    assertThat(home.beans.contents().of(DEV)).isPresent();
    assertThat(home.beans.contents().emptied(DEV)).isEmpty();
  }

  @Test
  void a_failure_afterwards_leaves_a_target_that_is_listed_as_one_without_tables() {
    Run run = home.refresh("broken");

    assertThat(run.state()).isEqualTo(RunState.FAILED);
    Run.Failure failure = run.failure().orElseThrow();
    assertThat(failure.exitCode()).isEqualTo(15);
    assertThat(failure.message()).contains("The target has no tables");
    assertThat(failure.hint()).startsWith("Refresh it again").doesNotContain("as it was");
    assertThat(tables()).isEmpty();
    assertThat(home.beans.contents().emptied(DEV))
        .hasValueSatisfying(expected -> assertThat(expected.run()).isEqualTo(run.id().value()));

    assertThat(home.refresh("").failure()).isEmpty();
    assertThat(tables()).containsExactly("parents", "t", "v");
    assertThat(home.beans.contents().emptied(DEV)).isEmpty();
  }

  private void ownRows() {
    TestServers.run(
        RefreshHome.root(),
        "CREATE TABLE " + home.live + ".t (i INT, gone VARCHAR(9))",
        "CREATE TABLE " + home.live + ".own_flags (i INT)",
        "INSERT INTO " + home.live + ".t VALUES (7, 'x'), (8, NULL), (9999, NULL)",
        "INSERT INTO " + home.live + ".own_flags VALUES (1)");
  }

  private void assertThatTheOwnRowsAreBack() {
    assertThat(home.query("SELECT * FROM " + home.live + ".t ORDER BY 1"))
        .containsExactly("7|", "8|");
    assertThat(home.beans.journal().recall("kept-pending dev")).isEmpty();
  }

  @Test
  void rows_that_are_kept_outlive_refreshes_that_fail() {
    ownRows();
    Run first = home.refresh("broken");
    assertThat(first.state()).isEqualTo(RunState.FAILED);
    assertThat(tables()).isEmpty();
    assertThat(home.beans.journal().forget(Duration.ofMinutes(-1)))
        .as("the run whose folder has the rows is not forgotten")
        .doesNotContain(first.id());
    assertThat(home.refresh("broken").state()).isEqualTo(RunState.FAILED);

    Run run = home.refresh("");

    assertThat(run.failure()).isEmpty();
    assertThatTheOwnRowsAreBack();
    KeptReport report =
        KeptReport.parse(home.beans.journal().recall(KeptFacts.REPORT + run.id()).orElseThrow())
            .orElseThrow();
    assertThat(report.tables().stream().map(t -> t.table() + " " + t.saved() + " " + t.putBack()))
        .containsExactly(home.live + ".own_flags 1 0", home.live + ".t 3 2");
  }

  @Test
  void a_table_that_has_rows_again_keeps_these() {
    ownRows();
    assertThat(home.refresh("broken").state()).isEqualTo(RunState.FAILED);
    TestServers.run(
        RefreshHome.root(),
        "CREATE TABLE " + home.live + ".t (i INT)",
        "INSERT INTO " + home.live + ".t VALUES (3)");

    assertThat(home.refresh("broken").state()).isEqualTo(RunState.FAILED);
    assertThat(home.refresh("").failure()).isEmpty();

    assertThat(home.query("SELECT * FROM " + home.live + ".t")).containsExactly("3|");
  }

  @Test
  void rows_that_can_not_be_read_here_stop_the_next_refresh() throws Exception {
    ownRows();
    Run first = home.refresh("broken");
    Path kept = home.beans.settings().stateDirectory().resolve("runs/" + first.id() + "/kept");
    Path away = kept.resolveSibling("away");
    Files.move(kept, away);

    assertThat(home.refresh("").failure().orElseThrow())
        .returns("refresh.kept", Run.Failure::code)
        .extracting(Run.Failure::message)
        .asString()
        .contains(kept.toString());

    Files.move(away, kept);
    assertThat(home.refresh("").failure()).isEmpty();
    assertThatTheOwnRowsAreBack();
  }

  @Test
  void rows_that_are_kept_outlive_a_process_that_is_killed_after_the_drop() throws Exception {
    ownRows();
    CommandProcess victim = CommandProcess.start(folder, "refresh", "--yes", "--target", "dev");
    assertThat(victim.said("in place: dropped")).as(victim.errors()).isTrue();
    victim.kill();
    home.beans.recover();
    assertThat(tables()).isEmpty();

    assertThat(home.refresh("").failure()).isEmpty();

    assertThatTheOwnRowsAreBack();
  }

  @Test
  void what_is_wrong_with_the_dump_is_found_while_the_target_has_its_tables() throws Exception {
    StoredDump dump = home.beans.store().latest();
    Path file =
        dump.folder()
            .resolve(
                dump.manifest()
                    .schemas()
                    .values()
                    .iterator()
                    .next()
                    .tables()
                    .get("t")
                    .files()
                    .get(0)
                    .name());
    Path aside = file.resolveSibling("aside");
    Files.copy(file, aside);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    try {
      Run run = home.refresh("");

      assertThat(run.failure().orElseThrow().exitCode()).isEqualTo(14);
      assertThat(tables()).containsExactly("child", "old_view", "precious");
      assertThat(home.beans.contents().emptied(DEV)).isEmpty();
    } finally {
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void a_table_in_use_is_told_while_the_target_has_its_tables() throws Exception {
    try (Connection session = Sessions.open(RefreshHome.root(), "test server");
        Statement statement = session.createStatement()) {
      session.setAutoCommit(false);
      statement.executeQuery("SELECT * FROM " + Sql.name(home.live) + ".child").close();

      Run run = home.refresh("");

      assertThat(run.failure().orElseThrow().code()).isEqualTo("target.locked");
      assertThat(tables()).containsExactly("child", "old_view", "precious");
      assertThat(home.beans.contents().emptied(DEV)).isEmpty();
    }
  }
}
