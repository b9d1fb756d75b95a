package io.rehydrate.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlPrograms;
import io.rehydrate.support.MySqlServer;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestRepository;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night's rehearsals on MySQL, which shows locks and changes its tables in ways of its own. */
@ContainerTest
class RehearsalOnMySqlTest {
  private static final int ROWS = 20_000;

  @TempDir Path folder;

  @Test
  void a_night_rehearses_its_refs_and_measures_each_statement() throws Exception {
    ServerLogin source = MySqlServer.source();
    String schema = TestServers.newSchema(source);
    TestServers.run(
        source.withUrl(source.url().withSchema(schema)),
        "CREATE TABLE policies (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50), note"
            + " VARCHAR(200))",
        "SET cte_max_recursion_depth = " + ROWS,
        "INSERT INTO policies (name, note) WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1"
            + " FROM n WHERE i < "
            + ROWS
            + ") SELECT CONCAT('n', i), REPEAT('x', 200) FROM n");
    try (TestRepository repository = new TestRepository(folder.resolve("git"))) {
      branch(
          repository,
          "release/bad",
          "V2__bad.sql",
          "SELECT 1;\n\nALTER TABLE policies\n  ADD name INT;\n");
      branch(
          repository,
          "main",
          "V2__good.sql",
          """
          ALTER TABLE policies ADD COLUMN extra INT;
          ALTER TABLE policies ADD INDEX (note);
          ALTER TABLE policies FORCE, ALGORITHM=INPLACE, LOCK=SHARED;
          ALTER TABLE policies FORCE, ALGORITHM=COPY, LOCK=EXCLUSIVE;
          DELETE FROM policies WHERE id <= 20;
          """);
      TestHome home =
          TestHome.in(folder, schema, source, MySqlServer.scratch())
              .plan("version: 1\nunlisted: { tables: keep, columns: keep }\n")
              .set("tools.directory", MySqlPrograms.in(folder.resolve("tools"), folder).toString())
              .set("migrations.repository", repository.url())
              .set("migrations.rehearse", "main, release/*")
              .set("flyway.baselineOnMigrate", "true");
      try (Beans beans =
              new Beans(
                  SettingsReader.read(home.path(), Map.of()),
                  Clock.systemUTC(),
                  "test",
                  List.of());
          Engine engine = Engine.foreground(beans)) {
        Run night =
            beans.nights().queue(new Actor("tester", "cli"), Instant.parse("2026-11-22T02:00:00Z"));
        engine.send("direct:night", night.id());

        assertThat(beans.journal().get(night.id()).failure()).isEmpty();
        assertThatItIsMeasured(result(beans, "main"), schema);
        assertThatTheStatementIsNamed(result(beans, "release/bad"));
        assertThat(beans.journal().runsWithResources()).isEmpty();
      }
    }
    assertThat(left()).isEmpty();
  }

  private static void branch(TestRepository repository, String name, String file, String sql)
      throws Exception {
    repository.file("db/migration/" + file, sql).commit("refs/heads/" + name);
    repository.remove("db/migration/" + file);
  }

  private static Rehearsal result(Beans beans, String branch) {
    StoredDump dump = beans.store().latest();
    return beans.rehearsals().rehearsals().of(dump.id(), "branch", branch).orElseThrow();
  }

  private static void assertThatItIsMeasured(Rehearsal result, String schema) {
    assertThat(result.state()).as(result.text()).isEqualTo(Rehearsal.State.OK);
    assertThat(result.statements())
        .extracting(s -> s.line().orElse(-1) + " " + s.what() + " " + s.change().orElse("-"))
        .containsExactly(
            "1 ALTER TABLE policies instant",
            "2 ALTER TABLE policies in-place",
            "3 ALTER TABLE policies rebuilt",
            "4 ALTER TABLE policies rebuilt",
            "5 DELETE policies -");
    List<RehearsedStatement> changes = result.statements().subList(0, 4);
    assertThat(changes).allSatisfy(s -> assertThat(s.lockSeconds()).isPresent());
    RehearsedStatement exclusive = changes.get(3);
    assertThat(exclusive.lockSeconds().orElseThrow())
        .isPositive()
        .isLessThanOrEqualTo(exclusive.seconds() + 0.1);
    assertThat(changes.get(2).lockSeconds().orElseThrow())
        .isLessThan(exclusive.lockSeconds().orElseThrow());
    assertThat(result.statements().get(4).rows()).isEqualTo(20);
    assertThat(result.lostRows()).containsExactly(schema + ".policies");
    assertThat(result.tables())
        .extracting(t -> t.table() + " " + t.before().orElse(-1L) + " " + t.after().orElse(-1L))
        .contains(schema + ".policies " + ROWS + " " + (ROWS - 20));
    assertThat(result.estimatedSeconds()).isPresent();
  }

  private static void assertThatTheStatementIsNamed(Rehearsal result) {
    assertThat(result.state()).isEqualTo(Rehearsal.State.FAILED);
    assertThat(result.problem())
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.code()).isEqualTo("migrations.failed");
              assertThat(problem.message()).contains("1060");
              assertThat(problem.file()).contains("V2__bad.sql");
              assertThat(problem.line()).contains(3);
            });
    assertThat(result.statements())
        .extracting(RehearsedStatement::failed)
        .containsExactly(false, true);
  }

  private static List<String> left() throws Exception {
    return RehearsalHome.query(
        MySqlServer.scratch(),
        "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE"
            + " 'rehydrate\\_%\\_r%' UNION ALL SELECT CONCAT(user, '@', host) FROM mysql.user WHERE"
            + " user LIKE 'rehydrate\\_2%'");
  }
}
