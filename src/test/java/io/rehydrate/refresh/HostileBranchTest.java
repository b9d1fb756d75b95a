package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a branch can do beyond its own schema: nothing, neither while it runs nor afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileBranchTest {
  private static final List<String> SOURCE =
      List.of(
          "CREATE TABLE t (i INT PRIMARY KEY, d DATE)",
          "INSERT INTO t VALUES (1, '2026-01-01'), (2, '2026-01-02')",
          "CREATE FUNCTION helper() RETURNS INT DETERMINISTIC RETURN 1",
          "CREATE FUNCTION outside() RETURNS INT DETERMINISTIC RETURN helper()",
          "CREATE PROCEDURE own() SELECT COUNT(*) FROM t",
          "CREATE VIEW v AS SELECT i, helper() AS h FROM t",
          "CREATE TRIGGER stamp BEFORE INSERT ON t FOR EACH ROW SET @x = helper()");

  private RefreshHome home;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    home = RefreshHome.in(folder, SOURCE);
  }

  @AfterAll
  void stop() throws Exception {
    home.close();
  }

  @BeforeEach
  void settle() {
    home.precious();
  }

  private String eater(String name) {
    return "DELIMITER //\nCREATE FUNCTION "
        + name
        + "() RETURNS INT DETERMINISTIC SQL SECURITY INVOKER\nBEGIN\n"
        + "  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;\n"
        + "  DELETE FROM "
        + home.live
        + ".precious;\n  RETURN 1;\nEND//\nDELIMITER ;\n";
  }

  private List<String> rows() {
    return home.query("SELECT i FROM " + home.live + ".precious ORDER BY 1");
  }

  @Test
  void a_target_that_was_protected_while_its_refresh_waited_stays_as_it_is() {
    Run queued = home.queue("");
    home.beans
        .journal()
        .protections()
        .protect(
            "dev",
            new Actor("ann", "cli"),
            Instant.now().plus(Duration.ofDays(1)),
            "the demo",
            true);
    try {
      home.send(queued);
    } finally {
      home.beans.journal().protections().unprotect("dev", protection -> {});
    }

    Run ended = home.beans.journal().get(queued.id());
    assertThat(ended.state()).isEqualTo(RunState.FAILED);
    assertThat(ended.failure().orElseThrow())
        .satisfies(
            failure -> {
              assertThat(failure.code()).isEqualTo("target.protected");
              assertThat(failure.exitCode()).isEqualTo(12);
              assertThat(failure.message()).contains("protected by ann", "the demo");
            });
    assertThat(rows()).containsExactly("1|", "2|", "3|");
    assertThat(home.beans.journal().runsWithResources()).isEmpty();
  }

  @Test
  void functions_that_a_server_calls_when_it_makes_a_view_reach_no_live_row() throws Exception {
    home.branch(
        "views",
        Map.of(
            "V2__views.sql",
            eater("eat")
                + "CREATE SQL SECURITY INVOKER VIEW v1 AS SELECT eat() AS x;\n"
                + "CREATE SQL SECURITY INVOKER VIEW v2 AS SELECT * FROM t WHERE i = eat();\n"
                + "CREATE SQL SECURITY INVOKER VIEW v3 AS SELECT * FROM t WHERE d BETWEEN eat() AND"
                + " '2026-02-01' AND (i, 1) IN ((eat(), 1), (2, eat()));\n"
                + "CREATE SQL SECURITY INVOKER VIEW v4 AS SELECT * FROM t WHERE d IN (eat(),"
                + " '2026-01-01');\n"
                // the last step fails, so the target has to be as it was
                + "CREATE TABLE __rehydrate_exchange (i INT);\n"));

    Run run = home.refresh("views");

    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.failure().orElseThrow().code()).isEqualTo("migrations.reserved");
    assertThat(rows()).containsExactly("1|", "2|", "3|");
  }

  @Test
  void views_of_a_branch_come_without_their_functions_being_called() throws Exception {
    home.branch(
        "called",
        Map.of(
            "V2__views.sql",
            "CREATE TABLE calls (i INT AUTO_INCREMENT PRIMARY KEY, who VARCHAR(80));\n"
                + "DELIMITER //\nCREATE FUNCTION called(a VARCHAR(20) CHARSET latin1) RETURNS DATE"
                + " DETERMINISTIC SQL SECURITY INVOKER\nBEGIN\n"
                + "  IF DATABASE() NOT LIKE '%incoming' THEN INSERT INTO "
                + home.live
                + ".calls (who) VALUES (CURRENT_USER()); END IF;\n"
                + "  RETURN '2026-01-01';\nEND//\nDELIMITER ;\n"
                + "CREATE VIEW w AS SELECT * FROM t WHERE d IN (called('a'), '2026-01-02')"
                + " AND d BETWEEN called('b') AND '2026-02-01';\n"));

    Run run = home.refresh("called");

    assertThat(run.failure()).isEmpty();
    assertThat(home.query("SELECT who FROM " + home.live + ".calls")).isEmpty();
    assertThat(home.query("SELECT i FROM " + home.live + ".w ORDER BY 1"))
        .containsExactly("1|", "2|");
    assertThat(home.query("SELECT COUNT(*) > 0 FROM " + home.live + ".calls"))
        .containsExactly("1|");
  }

  @Test
  void what_the_dump_brought_does_not_lend_its_rights_to_a_branch() throws Exception {
    home.branch(
        "borrowed",
        Map.of(
            "V2__helper.sql",
            "DROP FUNCTION helper;\n"
                + eater("helper")
                + "SELECT outside();\nSELECT * FROM v;\nCALL own();\n"
                + "INSERT INTO t VALUES (10, NULL);\n"
                + "CREATE TABLE __rehydrate_more (i INT);\n"));

    Run run = home.refresh("borrowed");

    assertThat(run.failure().orElseThrow().code()).isEqualTo("migrations.reserved");
    assertThat(rows()).containsExactly("1|", "2|", "3|");
  }

  @Test
  void routines_and_views_of_a_branch_have_the_rights_of_their_callers_alone() throws Exception {
    home.branch(
        "definers",
        Map.of(
            "V2__routines.sql",
            """
            CREATE PROCEDURE p() SELECT 1;
            CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 2;
            CREATE VIEW w AS SELECT f() AS f;
            ALTER PROCEDURE own SQL SECURITY INVOKER;
            DROP FUNCTION outside;
            CREATE FUNCTION outside() RETURNS INT RETURN 3;
            """));

    Run run = home.refresh("definers");

    assertThat(run.failure()).isEmpty();
    assertThat(
            home.query(
                "SELECT CONCAT(routine_name, ' ', security_type) FROM information_schema.routines"
                    + " WHERE routine_schema = '"
                    + home.live
                    + "' ORDER BY 1"))
        .containsExactly(
            "f INVOKER|", "helper DEFINER|", "outside INVOKER|", "own INVOKER|", "p INVOKER|");
    assertThat(
            home.query(
                "SELECT CONCAT(table_name, ' ', security_type) FROM information_schema.views"
                    + " WHERE table_schema = '"
                    + home.live
                    + "' ORDER BY 1"))
        .containsExactly("v DEFINER|", "w INVOKER|");
    assertThat(home.query("SELECT i, h FROM " + home.live + ".v ORDER BY 1"))
        .containsExactly("1|1|", "2|1|");
    assertThat(
            home.query(
                "SELECT DISTINCT definer FROM information_schema.routines WHERE routine_schema = '"
                    + home.live
                    + "'"))
        .containsExactly(home.loader() + "@%|");
  }

  @Test
  void names_of_ours_are_refused_by_name() throws Exception {
    home.branch("view", Map.of("V2__x.sql", "CREATE VIEW __rehydrate_exchange AS SELECT 1;\n"));
    home.branch("marker", Map.of("V2__x.sql", "DROP TABLE __rehydrate_refresh;\n"));

    assertThat(home.refresh("view").failure().orElseThrow().message())
        .contains("__rehydrate_exchange");
    assertThat(home.refresh("marker").failure().orElseThrow().message())
        .contains("__rehydrate_refresh");
    assertThat(rows()).hasSize(3);
    assertThat(home.query("SHOW DATABASES LIKE '" + home.live + "\\_\\_%'")).isEmpty();
  }

  @Test
  void an_event_that_an_old_grant_allows_does_not_make_the_schema_again() throws Exception {
    String incoming = home.live + "__incoming";
    TestServers.run(
        RefreshHome.root(),
        "GRANT EVENT ON `" + incoming.replace("_", "\\_") + "`.* TO " + home.migrator() + "@'%'",
        "SET GLOBAL event_scheduler = ON");
    try {
      home.branch(
          "event",
          Map.of(
              "V2__event.sql",
              "DELIMITER //\nCREATE EVENT again ON SCHEDULE EVERY 1 SECOND DO BEGIN\n"
                  + "  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;\n"
                  + "  DO SLEEP(30);\n  CREATE DATABASE "
                  + incoming
                  + ";\nEND//\nDELIMITER ;\nDO SLEEP(2.5);\n"));

      Run run = home.refresh("event");

      assertThat(run.failure()).isEmpty();
      assertThat(
              home.query(
                  "SELECT COUNT(*) FROM information_schema.processlist WHERE user = '"
                      + home.migrator()
                      + "'"))
          .containsExactly("0|");
      assertThat(home.query("SHOW DATABASES LIKE '" + home.live + "\\_\\_%'")).isEmpty();
      assertThat(
              home.query(
                  "SELECT CONCAT(event_name, status) FROM information_schema.events WHERE"
                      + " event_schema = '"
                      + home.live
                      + "'"))
          .containsExactly("againDISABLED|");
    } finally {
      TestServers.run(RefreshHome.root(), "SET GLOBAL event_scheduler = OFF");
    }
  }

  @Test
  void a_session_of_the_migration_account_that_holds_a_lock_is_ended() throws Exception {
    home.branch("locked", Map.of("V2__x.sql", "ALTER TABLE t ADD c INT;\n"));
    Run queued = home.queue("locked");
    String incoming = home.live + "__incoming";
    Thread holder =
        new Thread(
            () -> {
              boolean held = false;
              while (!held && !Thread.currentThread().isInterrupted()) {
                try (Connection session = Sessions.open(home.migratorLogin(), "test")) {
                  Sessions.run(session, "USE " + incoming, "SELECT c FROM t LIMIT 0");
                  held = true;
                  Sessions.run(
                      session,
                      "USE information_schema",
                      "START TRANSACTION",
                      "SELECT * FROM " + incoming + ".t",
                      "DO SLEEP(600)");
                } catch (Exception e) {
                  // not there yet, or ended
                  java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
              }
            },
            "holder");
    holder.setDaemon(true);
    holder.start();
    try {
      home.send(queued);
    } finally {
      holder.interrupt();
    }

    assertThat(home.beans.journal().get(queued.id()).failure()).isEmpty();
    assertThat(home.query("SHOW DATABASES LIKE '" + home.live + "\\_\\_%'")).isEmpty();
  }
}
