package io.rehydrate.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.cli.Rehydrate;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.refresh.TrialAccount;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunState;
import io.rehydrate.source.ScratchSchema;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A ref's pending migrations on a dump: measured, bounded, and nothing is left of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RehearsalTest {
  private RehearsalHome home;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    home = RehearsalHome.in(folder, Map.of("deadline.migration", "3s"));
    assertThat(home.night("2026-11-22T02:00:00Z").failure()).isEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    home.close();
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    home.requireNothingLeft();
  }

  @Test
  void each_statement_is_measured_and_the_rows_are_counted() throws Exception {
    String commit =
        home.branch(
            "good",
            Map.of(
                "V2__more.sql",
                "-- a comment\nALTER TABLE policies ADD COLUMN extra INT;\n\n"
                    + "UPDATE policies\n  SET extra = 7;\n"
                    + "ALTER TABLE policies ADD INDEX (note);\n"
                    + "ALTER TABLE policies MODIFY name VARCHAR(50) CHARACTER SET utf8mb4 NOT"
                    + " NULL, FORCE;\n",
                "V3__fewer.sql",
                "DELETE FROM policies WHERE id <= 20;\nCREATE TABLE made (i INT);\n"));

    Run run = home.rehearse("good");

    assertThat(run.failure()).isEmpty();
    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    Rehearsal result = home.result("good");
    assertThat(result.state()).isEqualTo(Rehearsal.State.OK);
    assertThat(result.commit()).isEqualTo(commit);
    assertThat(result.author()).isEqualTo("A Developer");
    assertThat(result.migrations()).containsExactly("V2__more.sql", "V3__fewer.sql");
    assertThat(result.statements())
        .extracting(
            s ->
                s.file()
                    + ":"
                    + s.line().orElse(-1)
                    + " "
                    + s.what()
                    + " "
                    + s.rows()
                    + " "
                    + s.change().orElse("-"))
        .containsExactly(
            "V2__more.sql:2 ALTER TABLE policies 0 instant",
            "V2__more.sql:4 UPDATE policies 50 -",
            "V2__more.sql:6 ALTER TABLE policies 0 in-place",
            "V2__more.sql:7 ALTER TABLE policies 50 rebuilt",
            "V3__fewer.sql:1 DELETE policies 20 -",
            "V3__fewer.sql:2 CREATE TABLE made 0 -");
    assertThat(result.lostRows()).containsExactly(home.schema + ".policies");
    assertThat(result.tables())
        .extracting(t -> t.table() + " " + t.before().orElse(-1L) + " " + t.after().orElse(-1L))
        .contains(home.schema + ".policies 50 30", home.schema + ".made -1 0");
    assertThat(result.estimatedSeconds()).isPresent();
    assertThat(
            home.beans
                .rehearsals()
                .known(home.beans.store().latest(), home.beans.rehearsals().ref("good")))
        .isPresent();
  }

  @Test
  void a_statement_that_fails_is_named_by_file_and_line() throws Exception {
    home.branch(
        "bad",
        Map.of(
            "V2__bad.sql",
            "INSERT INTO policies (name) VALUES ('secret value');\n\nALTER TABLE policies\n  ADD"
                + " COLUMN name INT;\n"));

    Run run = home.rehearse("bad");

    assertThat(run.failure().orElseThrow().exitCode()).isEqualTo(15);
    assertThat(run.failure().orElseThrow().message()).contains("V2__bad.sql", "line 3");
    Rehearsal result = home.result("bad");
    assertThat(result.state()).isEqualTo(Rehearsal.State.FAILED);
    assertThat(result.problem().orElseThrow().file()).contains("V2__bad.sql");
    assertThat(result.problem().orElseThrow().line()).contains(3);
    assertThat(result.statements())
        .extracting(RehearsedStatement::failed)
        .containsExactly(false, true);
    assertThat(result.toString()).doesNotContain("secret value");
  }

  @Test
  void a_migration_that_never_ends_is_stopped_at_its_deadline() throws Exception {
    home.branch(
        "endless", Map.of("V2__endless.sql", "LOCK TABLES policies WRITE;\nDO SLEEP(1000);\n"));

    Run run = home.rehearse("endless");

    assertThat(run.failure().orElseThrow().code()).isEqualTo("migrations.deadline");
    Rehearsal result = home.result("endless");
    assertThat(result.state()).isEqualTo(Rehearsal.State.FAILED);
    assertThat(result.problem().orElseThrow().code()).isEqualTo("migrations.deadline");
  }

  @Test
  void a_migration_reaches_no_other_schema() throws Exception {
    String other = TestServers.newSchema(TestServers.scratch());
    home.branch("hostile", Map.of("V2__hostile.sql", "DROP DATABASE " + other + ";\n"));
    home.branch(
        "event",
        Map.of("V2__event.sql", "CREATE EVENT e ON SCHEDULE EVERY 1 SECOND DO SELECT 1;\n"));
    home.branch(
        "marker",
        Map.of("V2__marker.sql", "CREATE TABLE kept (i INT);\nDROP TABLE __rehydrate_refresh;\n"));

    for (String ref : List.of("hostile", "event", "marker")) {
      assertThat(home.rehearse(ref).failure().orElseThrow().exitCode()).as(ref).isEqualTo(15);
      assertThat(home.result(ref).state()).isEqualTo(Rehearsal.State.FAILED);
    }
    assertThat(
            RehearsalHome.scratch(
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name = '"
                    + other
                    + "'"))
        .hasSize(1);
  }

  @Test
  void a_ref_without_pending_migrations_is_ok() throws Exception {
    home.branch("same", Map.of());

    assertThat(home.rehearse("same").failure()).isEmpty();
    Rehearsal result = home.result("same");
    assertThat(result.state()).isEqualTo(Rehearsal.State.OK);
    assertThat(result.statementCount()).isZero();
    assertThat(result.lostRows()).isEmpty();
  }

  @Test
  void the_command_s_exit_code_says_what_came_of_its_refs() throws Exception {
    home.branch("fine", Map.of("V2__fine.sql", "CREATE TABLE fine (i INT);\n"));
    home.branch("broken", Map.of("V2__broken.sql", "CREATE TABLE policies (i INT);\n"));

    assertThat(command("fine").exit()).isZero();
    Said again = command("fine", "--json");
    assertThat(again.exit()).isZero();
    assertThat(again.out())
        .contains("\"state\" : \"ok\"", "\"what\" : \"CREATE TABLE fine\"", "\"line\" : 1");
    assertThat(command("fine", "unknown").exit()).isEqualTo(1);
    Said broken = command("broken", "unknown", "fine");
    assertThat(broken.exit()).isEqualTo(15);
    assertThat(broken.out()).contains("branch broken", "failed", "unknown: not-run", "branch fine");
    assertThat(command("--dump", "20200101T000000Z", "fine").exit()).isEqualTo(10);

    String lease = home.beans.rehearsals().lease();
    home.branch("later", Map.of("V2__later.sql", "CREATE TABLE later (i INT);\n"));
    home.beans.leases().take(lease, "another");
    try {
      assertThat(command("later").exit()).isEqualTo(11);
    } finally {
      home.beans.leases().release(lease);
    }
  }

  @Test
  void what_a_killed_process_left_is_removed_with_the_account() throws Exception {
    RunId dead =
        home.beans
            .rehearsals()
            .queue(
                RehearsalHome.TESTER,
                home.beans.store().latest(),
                home.beans.rehearsals().ref(home.ref("dead")))
            .id();
    String schema = "rehydrate_" + dead.value().replace('-', '_') + "_r1";
    try (Connection session = Sessions.open(TestServers.scratch().root(), "test")) {
      new ScratchSchema("here").make(session, schema, dead, home.beans.journal());
      TrialAccount.make(
          session, TestServers.scratch().root(), dead, List.of(schema), home.beans.journal());
    }
    TestServers.run(
        TestServers.scratch().root(),
        "DROP TABLE " + schema + ".__rehydrate_scratch",
        "CREATE TABLE " + schema + ".left_there (i INT)");
    assertThat(RehearsalHome.left()).hasSize(2);
    home.beans
        .journal()
        .endQueued(dead, RunState.INTERRUPTED, new Run.Failure(1, "run.died", "it died", ""));

    assertThat(Rehydrate.commandLine().execute("--home", folder.toString(), "sweep")).isZero();

    home.requireNothingLeft();
  }

  @Test
  void a_rehearsal_whose_process_is_killed_is_removed_by_the_next_start() throws Exception {
    String slow = "DO SLEEP(3000)";
    home.branch("slow", Map.of("V2__slow.sql", "LOCK TABLES policies WRITE;\n" + slow + ";\n"));
    home.home.set("deadline.migration", "2m");
    CommandProcess victim;
    try {
      victim = CommandProcess.start(folder, "rehearse", "slow");
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !sessionsOf(slow).isEmpty());
    } finally {
      home.home.set("deadline.migration", "3s");
    }
    assertThat(RehearsalHome.left()).hasSize(2);

    victim.kill();
    home.beans.recover(); // as every start does

    home.requireNothingLeft();
    assertThat(sessionsOf(slow)).isEmpty();
    Run run = home.beans.journal().newest(1).get(0);
    assertThat(run.ref()).contains("branch:slow");
    assertThat(run.state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(
            home.beans
                .rehearsals()
                .known(home.beans.store().latest(), home.beans.rehearsals().ref("slow")))
        .isEmpty();
    assertThat(home.rehearse(home.ref("after")).failure()).isEmpty();
  }

  private static List<String> sessionsOf(String statement) throws Exception {
    return RehearsalHome.scratch(
        "SELECT id FROM information_schema.processlist WHERE info LIKE '" + statement + "%'");
  }

  private record Said(int exit, String out) {}

  private Said command(String... arguments) {
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      List<String> all = new ArrayList<>(List.of("--home", folder.toString(), "rehearse"));
      all.addAll(List.of(arguments));
      return new Said(
          Rehydrate.commandLine().execute(all.toArray(String[]::new)),
          said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
    }
  }
}
