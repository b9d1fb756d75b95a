package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryMariaDb
class NightTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");

  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: fail }
      core:
        orders: { newest-by: made_at, window: 13 months, at-least: 2 }
      relations:
        - lines.order_id -> orders.id
        - orders.customer_id -> customers.id
        - orders.renews -> orders.id
      tables:
        lines: follow
        customers: { rows: referenced, mask: { email: email, name: full-name }, safe: [] }
        order_log: truncate
        kinds: keep
      columns:
        safe: [lines.what, kinds.name]
      """;

  @TempDir Path folder;

  @Test
  void a_night_publishes_a_small_masked_dump_and_leaves_nothing_behind() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    shop(schema);
    TestHome home = TestHome.in(folder, schema).plan(PLAN);

    try (Beans beans =
            new Beans(
                SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of());
        Engine engine = Engine.foreground(beans)) {
      Run queued = beans.nights().queue(TESTER, TWO);
      engine.send("direct:night", queued.id());

      Run run = beans.journal().get(queued.id());
      assertThat(run.failure()).isEmpty();
      assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
      StoredDump dump = beans.store().latest();
      assertThat(dump.id()).hasToString("20261122T020000Z");
      var tables = dump.manifest().schemas().get(schema).tables();
      assertThat(tables.get("orders").rows()).isEqualTo(3);
      assertThat(tables.get("orders").rowsBefore()).isEqualTo(4);
      assertThat(tables.get("lines").rows()).isEqualTo(3);
      assertThat(tables.get("customers").rows()).isEqualTo(2);
      assertThat(tables.get("order_log").rows()).isZero();
      assertThat(tables.get("kinds").rows()).isEqualTo(2);
      assertThat(beans.journal().resources(run.id())).isEmpty();
    }
  }

  private static void shop(String schema) {
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE customers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(80), email VARCHAR(80), KEY (name))",
        "CREATE TABLE kinds (id INT PRIMARY KEY, name VARCHAR(20))",
        "CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT, renews INT, made_at DATETIME NOT NULL,"
            + " CONSTRAINT fk_customer FOREIGN KEY (customer_id) REFERENCES customers (id))",
        "CREATE TABLE `lines` (id INT PRIMARY KEY, order_id INT NOT NULL, what VARCHAR(20), KEY (order_id))",
        "CREATE TABLE order_log (id INT PRIMARY KEY, note TEXT)",
        "INSERT INTO customers VALUES (1, 'Jane Roe', 'jane@x.org'), (2, 'John Doe', 'john@x.org'), (3, 'Max', NULL)",
        "INSERT INTO kinds VALUES (1, 'a'), (2, 'b')",
        "INSERT INTO orders VALUES (1, 1, NULL, '2020-01-01'), (2, 2, 1, '2026-10-01'), (3, 2, NULL, '2026-11-01'),"
            + " (4, 3, NULL, '2019-01-01')",
        "INSERT INTO `lines` VALUES (1, 1, 'x'), (2, 2, 'y'), (3, 3, 'z'), (4, 4, 'gone')",
        "INSERT INTO order_log VALUES (1, 'secret')");
  }
}
