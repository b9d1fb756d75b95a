package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestRepository;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A refresh whose process is killed, at every step of it, leaves the target wholly old or wholly
 * new, once the next start has looked.
 */
class RefreshKillTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final List<String> OLD = List.of("old_times", "old_times.remember");
  private static final List<String> NEW =
      List.of("customers", "flyway_schema_history", "orders", "orders.note", "orders.stamp");
  private static final List<String> MOMENTS =
      List.of("step admit", "step load", "loaded ", "step migrate", "step exchange", "exchanged");

  private static final String PLAN =
      """
      version: 1
      unlisted: { columns: keep }
      core:
        orders: { newest-by: made_at, window: 13 months }
      relations:
        - orders.customer_id -> customers.id
      tables:
        customers: referenced
      """;

  @TempDir Path folder;
  private int interrupted;
  private final ServerLogin server = TestServers.target().root();
  private final String live = TestServers.newSchema(TestServers.target());

  @Test
  void a_refresh_killed_at_any_step_leaves_the_target_whole() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(80))",
        "CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT, made_at DATE NOT NULL, KEY (customer_id))",
        "CREATE TRIGGER stamp BEFORE INSERT ON orders FOR EACH ROW SET @x = 1",
        "INSERT INTO customers SELECT seq, 'somebody' FROM seq_1_to_3000",
        "INSERT INTO orders SELECT seq, seq, '2026-11-01' FROM seq_1_to_3000");
    try (TestRepository repository = new TestRepository(folder.resolve("git"))) {
      repository
          .file("db/migration/V2__note.sql", "ALTER TABLE orders ADD note VARCHAR(20)")
          .commit("refs/heads/main");
      TestHome.in(folder, schema)
          .plan(PLAN)
          .target("dev", server, live)
          .set("migrations.repository", repository.url())
          .set("flyway.baselineOnMigrate", "true");
      old();
      night();
      for (String moment : MOMENTS) {
        CommandProcess victim = refresh();
        assertThat(victim.said(moment))
            .as("the refresh comes to '%s': %s", moment, victim.errors())
            .isTrue();
        victim.kill();
        assertThatTheTargetIsWhole(moment);
      }

      assertThat(interrupted).isGreaterThanOrEqualTo(3);

      CommandProcess whole = refresh();

      assertThat(whole.exitCode()).as(whole.errors()).isZero();
      assertThat(held()).containsExactlyElementsOf(NEW);
      assertThat(query("SELECT COUNT(*) FROM " + live + ".orders")).containsExactly("3000");
    }
  }

  private CommandProcess refresh() throws Exception {
    return CommandProcess.start(folder, "refresh", "--yes", "--target", "dev", "--ref", "main");
  }

  private Beans beans() {
    return new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
  }

  private void old() {
    TestServers.run(
        server,
        "DROP DATABASE " + live,
        "CREATE DATABASE " + live,
        "CREATE TABLE " + live + ".old_times (id INT PRIMARY KEY)",
        "INSERT INTO " + live + ".old_times VALUES (7)",
        "CREATE TRIGGER "
            + live
            + ".remember BEFORE INSERT ON "
            + live
            + ".old_times FOR EACH ROW SET @x = 1");
  }

  private void night() {
    try (Beans beans = beans();
        Engine engine = Engine.foreground(beans)) {
      Run queued = beans.nights().queue(TESTER, Instant.parse("2026-11-21T02:00:00Z"));
      engine.send("direct:night", queued.id());
      assertThat(beans.journal().get(queued.id()).failure()).isEmpty();
      beans.admission().admit("dev", TESTER);
    }
  }

  /** As the next start does: it looks for dead runs first. */
  private void assertThatTheTargetIsWhole(String moment) throws Exception {
    try (Beans beans = beans()) {
      beans.recover();
      Run run = beans.journal().newest(1).get(0);
      assertThat(run.state()).as(moment).isIn(RunState.INTERRUPTED, RunState.SUCCEEDED);
      if (run.state() == RunState.SUCCEEDED) { // it was quicker than the kill
        assertThat(held()).as(moment).isEqualTo(NEW);
      } else {
        interrupted++;
      }
      assertThat(beans.journal().runsWithResources()).as(moment).isEmpty();
      assertThat(run.id())
          .satisfies(id -> assertThat(folder.resolve("state/work/" + id)).doesNotExist());
    }
    assertThat(query("SHOW DATABASES LIKE '" + live + "\\\\_\\\\_%'")).as(moment).isEmpty();
    List<String> held = held();
    assertThat(held).as(moment).isIn(OLD, NEW);
    if (held.equals(OLD)) {
      assertThat(query("SELECT id FROM " + live + ".old_times")).containsExactly("7");
    } else {
      assertThat(query("SELECT COUNT(*) FROM " + live + ".orders")).containsExactly("3000");
      old();
    }
  }

  /** Tables, triggers, and the column that the migration adds. */
  private List<String> held() throws Exception {
    return query(
        """
        SELECT name FROM (
          SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '%1$s'
          UNION SELECT CONCAT(event_object_table, '.', trigger_name)
            FROM information_schema.triggers WHERE trigger_schema = '%1$s'
          UNION SELECT CONCAT(table_name, '.', column_name)
            FROM information_schema.columns WHERE table_schema = '%1$s' AND column_name = 'note'
        ) t ORDER BY name
        """
            .formatted(live));
  }

  private List<String> query(String sql) throws Exception {
    try (Connection session = Sessions.open(server, "target")) {
      return JdbcClient.create(new SingleConnectionDataSource(session, true))
          .sql(sql)
          .query(String.class)
          .list();
    }
  }
}
