package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.refresh.RefreshRequest;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are legal and rare, from the copy to a developer's server. */
abstract class WholeNightOnAnyServer {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final String KEEP = "version: 1\nunlisted: { tables: keep, columns: keep }\n";

  @TempDir Path folder;
  private final ServerLogin source;
  private final ServerLogin scratch;
  private final ServerLogin target;
  private final String schema;
  private final String live;

  WholeNightOnAnyServer(ServerLogin source, ServerLogin scratch, ServerLogin target) {
    this.source = source;
    this.scratch = scratch;
    this.target = target;
    this.schema = TestServers.newSchema(source);
    this.live = TestServers.newSchema(target);
  }

  /** Client programs of the servers' vendor. */
  abstract Path programs(Path home) throws IOException;

  @Test
  void tables_of_computed_columns_alone_come_with_all_their_rows() throws Exception {
    source(
        "CREATE TABLE computed (a INT GENERATED ALWAYS AS (1) STORED, b VARCHAR(5) GENERATED"
            + " ALWAYS AS ('x') VIRTUAL)",
        "INSERT INTO computed () VALUES (), (), ()",
        "CREATE TABLE people (id INT PRIMARY KEY)",
        "INSERT INTO people VALUES (6), (7)",
        "CREATE TABLE chosen (`_row` INT AS (7) STORED)",
        "INSERT INTO chosen () VALUES (), ()",
        "CREATE TABLE gone (a INT AS (6) STORED)",
        "INSERT INTO gone () VALUES ()",
        "CREATE TABLE none (a INT AS (7) STORED)");

    nightAndRefresh(
        """
        version: 1
        core: { people: { where: "id = 7" } }
        relations: [ "chosen._row -> people.id", "gone.a -> people.id" ]
        tables: { chosen: { rows: follow }, gone: { rows: follow } }
        unlisted: { tables: keep, columns: keep }
        """);

    assertThat(rows("SELECT CONCAT(a, b) FROM computed")).containsExactly("1x", "1x", "1x");
    assertThat(rows("SELECT `_row` FROM chosen")).containsExactly("7", "7");
    assertThat(rows("SELECT a FROM gone UNION ALL SELECT a FROM none")).isEmpty();
  }

  @Test
  void masks_that_break_checks_cost_no_night_and_are_named_with_the_constraint_and_the_count()
      throws Exception {
    source(
        "CREATE TABLE emp (id INT PRIMARY KEY, mail VARCHAR(60) CHECK (mail LIKE '%@corp.test'),"
            + " pct INT COMMENT 'it''s CHECK (pct)' CHECK (pct BETWEEN 0 AND 100), note"
            + " VARCHAR(20), CONSTRAINT `odd (``) ok` CHECK (note <> ')' OR mail LIKE"
            + " '%@corp.test'))",
        "INSERT INTO emp VALUES (1, 'a@corp.test', 1, ')'), (2, NULL, 100, 'x'),"
            + " (3, 'b@corp.test', 2, 'y')");

    try (Beans beans =
            beans(home(KEEP + "tables:\n  emp: { rows: keep, mask: { mail: email } }\n"));
        Engine engine = Engine.foreground(beans)) {
      Run night = night(beans, engine);
      String broken = "2 rows of " + schema + ".emp (" + checkOfColumn("mail") + ")";
      String named = "1 row of " + schema + ".emp (odd (`";
      if (isEnforced()) {
        assertThat(night.failure().orElseThrow().code()).isEqualTo("dump.held");
        assertThat(night.failure().orElseThrow().message()).contains(broken, named);
        beans.store().release(beans.store().list().get(0).id());
      } else {
        assertThat(night.failure()).isEmpty();
        assertThat(beans.runs().log(night.id()).read(0).text()).contains(broken, named);
      }
      refresh(beans, engine);
    }

    assertThat(rows("SELECT id FROM emp WHERE mail NOT LIKE '%@corp.test'"))
        .containsExactly("1", "3");
  }

  @Test
  void labels_that_no_server_shows_come_with_the_rows_that_have_them() throws Exception {
    source(
        "SET NAMES utf8mb4",
        "CREATE TABLE moods (id INT PRIMARY KEY, e ENUM('a', '?', 'it''s \ud83d\ude00', '\ud83d\ude31',"
            + " '\ud83d\udc7b') NOT NULL DEFAULT '\ud83d\ude31', s SET('x', '\ud83d\ude80', 'y', '?') NULL,"
            + " plain ENUM('?', 'b') DEFAULT '?') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        "INSERT INTO moods VALUES (1, 'it''s \ud83d\ude00', 'x,\ud83d\ude80,y', '?'),"
            + " (2, 'a', NULL, 'b'), (3, '?', '\ud83d\ude80,?', NULL), (4, '?', '', 'b')",
        "CREATE TABLE none (e ENUM('\ud83d\ude00', 'z') DEFAULT 'z') CHARACTER SET utf8mb4");

    nightAndRefresh(
        """
        version: 1
        core: { moods: { where: "e <> 'b' AND id < 4" } }
        unlisted: { tables: keep, columns: keep }
        """);

    TestServers.run(
        target.withUrl(target.url().withSchema(live)),
        "INSERT INTO moods (id) VALUES (9)",
        "INSERT INTO none VALUES (DEFAULT)");
    assertThat(rows("SELECT CONCAT_WS(' ', e, e + 0, s, s + 0, plain) FROM moods ORDER BY id"))
        .containsExactly(
            "it's \ud83d\ude00 3 x,\ud83d\ude80,y 7 ?",
            "a 1 b",
            "? 2 \ud83d\ude80,? 10",
            "\ud83d\ude31 4 ?");
    assertThat(rows("SELECT e FROM none")).containsExactly("z");
  }

  @Test
  void foreign_keys_to_a_key_that_is_not_unique_come_along() throws Exception {
    source(
        "/*!80400 SET SESSION restrict_fk_on_non_standard_key = OFF */",
        "CREATE TABLE rates (id INT PRIMARY KEY, code CHAR(3), KEY (code))",
        "CREATE TABLE sales (id INT PRIMARY KEY, code CHAR(3),"
            + " CONSTRAINT sold FOREIGN KEY (code) REFERENCES rates (code))",
        "INSERT INTO rates VALUES (1, 'EUR'), (2, 'EUR'), (3, 'USD')",
        "INSERT INTO sales VALUES (1, 'EUR'), (2, 'USD')");

    nightAndRefresh(
        """
        version: 1
        core: { sales: { where: "id = 1" } }
        tables: { rates: referenced }
        unlisted: { tables: keep, columns: keep }
        """);

    assertThat(rows("SELECT id FROM rates ORDER BY id")).containsExactly("1", "2");
    assertThat(
            rows(
                "SELECT constraint_name FROM information_schema.referential_constraints WHERE"
                    + " constraint_schema = DATABASE()"))
        .containsExactly("sold");
  }

  @Test
  void texts_refer_to_numbers_and_expressions_that_mask_them_are_counted() throws Exception {
    source(
        "CREATE TABLE users (id INT UNSIGNED PRIMARY KEY)",
        "INSERT INTO users VALUES (1), (2), (3), (4), (12)",
        "CREATE TABLE posts (id INT PRIMARY KEY)",
        "INSERT INTO posts VALUES (1), (2)",
        "CREATE TABLE meta (id INT PRIMARY KEY, post_id INT, name VARCHAR(9), v LONGTEXT)",
        "INSERT INTO meta VALUES (1, 1, 'user', '12'), (2, 1, 'mail', 'jo@corp.test'), (3, 1,"
            + " 'user', '03'), (4, 2, 'user', '4'), (5, 1, 'user', '2x'), (6, 1, 'mail', '1')");
    String plan =
        """
        version: 1
        core: { posts: { where: "id = 1" } }
        relations:
          - meta.post_id -> posts.id
          - "meta.v -> users.id when name = 'user'"
        tables:
          users: referenced
          meta: { rows: follow, via: [post_id], mask: { v: { sql: "%s" } } }
        unlisted: { tables: keep, columns: keep }
        """;

    TestHome home = home(plan.formatted("CONCAT(v, '7')"));
    try (Beans beans = beans(home);
        Engine engine = Engine.foreground(beans)) {
      var failure = night(beans, engine).failure().orElseThrow();
      assertThat(failure.code()).isEqualTo("dehydrate.orphans");
      assertThat(failure.hint()).contains("mask 'sql' of meta.v");
    }
    nightAndRefresh(home.plan(plan.formatted("IF(name = 'mail', 'x@corp.test', v)")));

    assertThat(rows("SELECT id FROM users ORDER BY id")).containsExactly("3", "12");
    assertThat(rows("SELECT CONCAT(id, v) FROM meta ORDER BY id"))
        .containsExactly("112", "2x@corp.test", "303", "6x@corp.test");
  }

  /** Whether the server lets no session store rows that break a CHECK. */
  abstract boolean isEnforced();

  /** The name of a constraint that was declared with a column. */
  abstract String checkOfColumn(String column);

  void source(String... statements) {
    TestServers.run(source.withUrl(source.url().withSchema(schema)), statements);
  }

  private TestHome home(String plan) throws IOException {
    return home(plan, scratch);
  }

  TestHome home(String plan, ServerLogin scratch) throws IOException {
    return TestHome.in(folder, schema, source, scratch)
        .plan(plan)
        .set("tools.directory", programs(folder).toString())
        .set("dump.verify", "restore")
        .target("dev", target, live);
  }

  private void nightAndRefresh(String plan) throws Exception {
    nightAndRefresh(home(plan));
  }

  static void nightAndRefresh(TestHome home) throws Exception {
    try (Beans beans = beans(home);
        Engine engine = Engine.foreground(beans)) {
      Run night = night(beans, engine);
      assertThat(night.failure()).isEmpty();
      refresh(beans, engine);
    }
  }

  private static void refresh(Beans beans, Engine engine) {
    beans.admission().admit("dev", TESTER);
    Run refresh =
        beans
            .refreshes()
            .queue(
                TESTER,
                new RefreshRequest("dev", beans.store().latest().id().value(), Optional.empty()));
    engine.send("direct:refresh", refresh.id());
    assertThat(beans.journal().get(refresh.id()).failure()).isEmpty();
  }

  private static Beans beans(TestHome home) throws Exception {
    return new Beans(
        SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of());
  }

  private static Run night(Beans beans, Engine engine) {
    Run queued = beans.nights().queue(TESTER, Instant.parse("2026-11-22T02:00:00Z"));
    engine.send("direct:night", queued.id());
    return beans.journal().get(queued.id());
  }

  /** Of the developer's schema. */
  List<String> rows(String query) throws Exception {
    try (Connection session = Sessions.open(target.withUrl(target.url().withSchema(live)), "test");
        Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
