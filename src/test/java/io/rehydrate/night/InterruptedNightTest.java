package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.dehydrate.Dehydrator;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.SlowSql;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A night whose statements the server ends half-way. */
class InterruptedNightTest {
  private static final String SLOW = SlowSql.condition("order_id", 4);

  /** Two orders, the first and the last, refer to a shop that is not there. */
  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: keep }
      core: { orders: {} }
      relations:
        - "lines.order_id -> orders.id when %s"
        - parts.line_id -> lines.id
        - orders.shop_id -> shops.id
        - orders.code -> shops.code
      tables: { shops: referenced }
      """
          .formatted(SLOW);

  @TempDir Path folder;
  private String schema;
  private TestHome home;
  private Connection other;
  private JdbcClient asking;

  @BeforeEach
  void shop() throws Exception {
    schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE shops (id INT PRIMARY KEY, code VARCHAR(300))",
        // so wide a code keeps the keys in InnoDB, where a row can be locked
        "CREATE TABLE orders (id INT PRIMARY KEY, shop_id INT, code VARCHAR(300))",
        "CREATE TABLE `lines` (id INT PRIMARY KEY, order_id INT)",
        "CREATE TABLE parts (id INT PRIMARY KEY, line_id INT)",
        "CREATE TABLE tags (id INT PRIMARY KEY, line_id INT, KEY (line_id))",
        "INSERT INTO shops (id) VALUES (1)",
        "INSERT INTO orders (id, shop_id) VALUES (1, 7), (2, 1), (3, 1), (4, 1), (5, 7)",
        "INSERT INTO `lines` VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 2), (7, 2)",
        "INSERT INTO parts VALUES (1, 1), (2, 2), (3, 7)",
        "INSERT INTO tags VALUES (1, 1), (2, 2), (3, 7)");
    home =
        TestHome.in(folder, schema)
            .plan(PLAN.replace("tables: {", "tables: { tags: truncate,"))
            .set("plan.max-core-loss", "99%");
    Path route = home.path().resolve("routes/dehydrate.camel.yaml");
    Files.writeString(route, Files.readString(route).replace("pause(*, 2000)", "pause(*, 50)"));
    other = Sessions.open(TestServers.scratch().root(), "scratch");
    asking = JdbcClient.create(new SingleConnectionDataSource(other, true));
  }

  @AfterEach
  void close() throws SQLException {
    other.close();
  }

  /** A night, and beside it what disturbs it. */
  private Run night(Disturbance disturbance) throws Exception {
    try (Beans beans =
            new Beans(
                SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of());
        Engine engine = Engine.foreground(beans)) {
      Run queued =
          beans.nights().queue(new Actor("tester", "cli"), Instant.parse("2026-11-22T02:00:00Z"));
      CompletableFuture<Void> night =
          CompletableFuture.runAsync(() -> engine.send("direct:night", queued.id()));
      try {
        disturbance.begin(Dehydrator.helperSchema(queued.id()));
      } finally {
        Sessions.run(other, "ROLLBACK");
        night.get(100, TimeUnit.SECONDS);
      }
      if (beans.journal().get(queued.id()).state() == RunState.SUCCEEDED) {
        var tables = beans.store().latest().manifest().schemas().get(schema).tables();
        assertThat(tables.get("orders").rows()).isEqualTo(3);
        assertThat(tables.get("lines").rows()).isEqualTo(5);
        assertThat(tables.get("parts").rows()).isEqualTo(2);
      } else {
        assertThat(beans.store().list()).isEmpty();
      }
      assertThat(beans.journal().resources(queued.id())).isEmpty();
      return beans.journal().get(queued.id());
    }
  }

  @FunctionalInterface
  private interface Disturbance {
    void begin(String helperSchema) throws Exception;
  }

  private String log(Run run) throws Exception {
    return Files.readString(home.path().resolve("state/runs/" + run.id() + ".log"));
  }

  private long count(String query) {
    return asking.sql(query).query(Long.class).list().stream().findFirst().orElse(0L);
  }

  private void awaitThat(String query) {
    await().pollInterval(Duration.ofMillis(20)).ignoreExceptions().until(() -> count(query) > 0);
  }

  private static String joined(List<Long> ids) {
    return ids.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String growing() {
    return "SELECT id FROM information_schema.processlist WHERE info LIKE '%INSERT IGNORE%SHA2(%'"
        + " AND id <> CONNECTION_ID()";
  }

  @Test
  void a_lost_connection_in_the_middle_of_a_stage_is_told_and_the_statement_is_retried()
      throws Exception {
    Run run =
        night(
            helper -> {
              awaitThat(growing());
              asking.sql("KILL " + count(growing())).update();
            });

    assertThat(run.failure()).isEmpty();
    assertThat(log(run))
        .contains(
            "follow lines.order_id -> orders.id when " + SLOW + " #1: the connection was lost")
        .contains("#1: retrying");
    assertThat(Files.readString(home.path().resolve("store/20261122T020000Z/report.html")))
        .contains("The connection to the scratch was lost at");
  }

  @Test
  void a_statement_that_loses_a_deadlock_is_retried() throws Exception {
    String own = TestServers.newSchema(TestServers.scratch());
    Sessions.run(
        other,
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "CREATE TABLE " + own + ".heavy (n INT)",
        "INSERT INTO " + own + ".heavy SELECT 1 FROM information_schema.columns",
        "BEGIN",
        "UPDATE " + own + ".heavy SET n = 2");

    Run run =
        night(
            helper -> {
              String orders = helper + ".k2";
              awaitThat("SELECT COUNT(*) = 5 FROM " + orders);
              Sessions.run(other, "SELECT _p0 FROM " + orders + " WHERE _p0 = 5 FOR UPDATE");
              awaitThat(
                  "SELECT COUNT(*) FROM information_schema.processlist"
                      + " WHERE info LIKE 'UPDATE %' AND time_ms > 100");
              Sessions.run(other, "SELECT _p0 FROM " + orders + " WHERE _p0 = 1 FOR UPDATE");
            });

    assertThat(run.failure()).isEmpty();
    assertThat(log(run))
        .containsPattern("check \\w+\\.orders #\\d+: rolled back by the server .*1213")
        .containsPattern("check \\w+\\.orders #\\d+: retrying");
  }

  @Test
  void a_statement_that_is_lost_each_time_ends_the_night_and_nothing_is_published()
      throws Exception {
    Run run =
        night(
            helper -> {
              List<Long> killed = new ArrayList<>(List.of(0L));
              while (killed.size() < 5) {
                String next = growing() + " AND id NOT IN (" + joined(killed) + ")";
                awaitThat(next);
                killed.add(count(next));
                asking.sql("KILL " + killed.get(killed.size() - 1)).update();
              }
            });

    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.failure().orElseThrow().code()).isEqualTo("dehydrate.failed");
    assertThat(run.failure().orElseThrow().message())
        .startsWith("Failed at follow lines.order_id -> orders.id when " + SLOW + " #1: SQLSTATE");
    assertThat(log(run)).contains("retrying");
  }
}
