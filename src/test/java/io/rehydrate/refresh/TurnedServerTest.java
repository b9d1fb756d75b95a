package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.RefusedException;
import io.rehydrate.run.Resource;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target's name leads to another server from some moment on, which has the same accounts. */
class TurnedServerTest {
  private static final List<String> SOURCE =
      List.of(
          "CREATE TABLE t (i INT PRIMARY KEY, n INT)",
          "INSERT INTO t SELECT seq, seq FROM seq_1_to_50",
          "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1",
          "CREATE VIEW v AS SELECT f() AS x FROM t",
          "CREATE TRIGGER stamp BEFORE INSERT ON t FOR EACH ROW SET NEW.n = f()");

  @TempDir Path folder;
  private RefreshHome home;
  private final ServerLogin other = TestServers.scratch().root();

  /** The other server holds the same names, as production does. */
  @BeforeEach
  void start() throws Exception {
    home = RefreshHome.in(folder, SOURCE);
    home.branch("feature", Map.of("V2__x.sql", "ALTER TABLE t ADD c INT"));
    for (String account : List.of(home.loader(), home.migrator())) {
      TestServers.run(
          other,
          "CREATE OR REPLACE USER " + account + "@'%' IDENTIFIED BY 'pw-xxxxxxxx'",
          "GRANT ALL PRIVILEGES ON *.* TO " + account + "@'%'");
    }
    TestServers.run(
        other,
        "DROP DATABASE IF EXISTS " + home.live,
        "CREATE DATABASE " + home.live,
        "CREATE TABLE " + home.live + ".production (i INT)",
        "CREATE OR REPLACE DATABASE " + home.live + "__incoming",
        "CREATE OR REPLACE DATABASE " + home.live + "__outgoing");
  }

  @AfterEach
  void stop() throws Exception {
    if (home == null) {
      return;
    }
    home.close();
    for (String end : List.of("", "__incoming", "__outgoing")) {
      TestServers.run(other, "DROP DATABASE IF EXISTS " + home.live + end);
    }
    for (String account : List.of(home.loader(), home.migrator())) {
      TestServers.run(other, "DROP USER " + account + "@'%'");
    }
  }

  private List<String> otherServer() {
    return RefreshHome.query(
        other,
        "SELECT CONCAT(s.schema_name, '.', COALESCE(table_name, '')) AS n FROM"
            + " information_schema.schemata s LEFT JOIN information_schema.tables t"
            + " ON t.table_schema = s.schema_name WHERE s.schema_name LIKE '"
            + home.live
            + "%' OR s.schema_name LIKE 'rehydrate\\_\\_%' ORDER BY 1");
  }

  @Test
  void whichever_session_or_program_meets_the_other_server_writes_nothing_there() {
    List<String> before = otherServer();
    int sessions = home.proxy.connections();
    Run whole = home.refresh("feature");
    assertThat(whole.failure()).isEmpty();
    sessions = home.proxy.connections() - sessions;
    assertThat(sessions).isGreaterThan(12);
    for (int n = 1; n <= sessions; n += 2) {
      home.precious();
      home.proxy.turningAt(home.proxy.connections() + n, TestServers.scratch().url());

      Run run = home.refresh("feature");

      assertThat(otherServer()).as("turned at session %s", n).isEqualTo(before);
      home.proxy.turningAt(Integer.MAX_VALUE, TestServers.scratch().url());
      home.beans.recover();
      assertThat(run.state()).as("turned at session %s", n).isEqualTo(RunState.FAILED);
      assertThat(home.query("SHOW TABLES FROM " + home.live))
          .as("turned at session %s: %s", n, run.failure())
          .containsExactly("precious|");
      assertThat(home.query("SHOW DATABASES LIKE '" + home.live + "\\_\\_%'")).isEmpty();
    }
  }

  @Test
  void a_recovery_that_meets_the_other_server_leaves_the_entry_and_names_both() {
    Run queued = home.queue("");
    StagingSchemaSetup schemas =
        new StagingSchemaSetup(
            home.beans.journal(),
            TargetSessions.byLogin(),
            (target, session) ->
                home.beans.admission().settle(target, session, RefreshHome.TESTER));
    var target = home.beans.admission().target("dev");
    schemas.create(queued.id(), target, home.beans.store().latest().manifest());
    Resource entry = home.beans.journal().resources(queued.id()).get(0);
    Recovery recovery =
        new Recovery(
            home.beans.settings().targets(), TargetSessions.byLogin(), (name, holds) -> {});
    List<String> before = otherServer();
    home.proxy.turnTo(TestServers.scratch().url());

    assertThatThrownBy(() -> recovery.release(entry))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("guard.changed"))
        .hasMessageContaining("port:" + TestServers.target().url().port())
        .hasMessageContaining("port:" + TestServers.scratch().url().port());
    assertThat(otherServer()).isEqualTo(before);

    home.proxy.turnTo(TestServers.target().url());
    recovery.release(entry);
    assertThat(home.query("SHOW DATABASES LIKE '" + home.live + "\\_\\_%'")).isEmpty();
  }

  @Test
  void a_double_of_the_admitted_server_is_known_by_the_mark_that_it_lacks() {
    TestServers.run(
        RefreshHome.root(), "DELETE FROM rehydrate__admission.mark WHERE target = 'dev'");

    assertThatThrownBy(() -> home.beans.admission().check("dev", false))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("guard.changed"))
        .hasMessageContaining("without the mark");
  }

  @Test
  void a_server_without_a_mark_is_known_as_long_as_it_runs_and_gets_one_when_it_may() {
    var admission = home.beans.admission();
    TestServers.run(
        RefreshHome.root(),
        "REVOKE SELECT, INSERT, DELETE, CREATE ON `rehydrate\\_\\_admission`.* FROM "
            + home.loader()
            + "@'%'");

    assertThat(admission.admit("dev", RefreshHome.TESTER).warnings())
        .anyMatch(w -> w.contains("rehydrate__admission"));
    assertThat(home.refresh("").failure()).isEmpty();

    TestServers.run(
        RefreshHome.root(),
        "GRANT SELECT, INSERT, DELETE, CREATE ON `rehydrate\\_\\_admission`.* TO "
            + home.loader()
            + "@'%'");
    assertThat(home.refresh("").failure()).isEmpty();
    assertThat(admission.admitted(admission.target("dev")).mark()).isPresent();
    assertThat(home.beans.contents().of(admission.target("dev").name()))
        .hasValueSatisfying(
            holds -> {
              assertThat(holds.dump()).isEqualTo("20261121T020000Z");
              assertThat(holds.by()).isEqualTo("tester");
              assertThat(holds.at()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
            });
  }
}
