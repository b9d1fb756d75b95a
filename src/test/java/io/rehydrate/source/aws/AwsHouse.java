package io.rehydrate.source.aws;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.demo.rds.Courses;
import io.rehydrate.demo.rds.FakeRds;
import io.rehydrate.demo.rds.MariaDbStorage;
import io.rehydrate.demo.rds.World;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A simulated account whose production is the test servers' source, and a schema in it. */
final class AwsHouse implements AutoCloseable {
  static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final double HURRY = 600;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: fail }
      core:
        orders: { newest-by: made_at, window: 13 months, at-least: 2 }
      relations:
        - orders.customer_id -> customers.id
      tables:
        customers: { rows: referenced, mask: { email: email } }
      """;

  final FakeRds rds;
  final String schema;
  private final TestHome home;

  AwsHouse(Path folder, String kind) throws Exception {
    schema = TestServers.newSchema(TestServers.source());
    fill(schema);
    rds =
        FakeRds.start(
            new MariaDbStorage(
                Path.of("target", "mariadb").toAbsolutePath(),
                Path.of(
                        "target",
                        "test-servers",
                        "aws-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet())
                    .toAbsolutePath(),
                List.of("--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M")),
            Clock.systemUTC(),
            Courses.likeAws().faster(HURRY));
    System.setProperty("aws.accessKeyId", rds.accessKey());
    System.setProperty("aws.secretAccessKey", rds.secretKey());
    if (kind.equals("rds-instance")) {
      rds.world().mysql("prod", World.MYSQL_VERSION, TestServers.source());
    } else {
      rds.world().aurora("prod", World.AURORA_VERSION, TestServers.source());
    }
    home = TestHome.atAws(folder, kind, schema, rds).plan(PLAN);
  }

  private static void fill(String schema) {
    TestServers.run(
        TestServers.source().root(),
        "CREATE TABLE " + schema + ".customers (id INT PRIMARY KEY, email VARCHAR(60))",
        "CREATE TABLE "
            + schema
            + ".orders (id INT PRIMARY KEY, customer_id INT NOT NULL, made_at DATETIME NOT NULL,"
            + " FOREIGN KEY (customer_id) REFERENCES customers (id))",
        "INSERT INTO "
            + schema
            + ".customers VALUES (1, 'ann@example.com'), (2, 'bob@example.com'), (3, 'c@example.com')",
        "INSERT INTO "
            + schema
            + ".orders VALUES (10, 1, '2026-11-01'), (11, 2, '2026-10-01'), (12, 3, '2001-01-01')");
  }

  TestHome home() {
    return home;
  }

  Settings settings() {
    return SettingsReader.read(home.path(), Map.of());
  }

  Beans beans() {
    return beans(settings());
  }

  static Beans beans(Settings settings) {
    return new Beans(settings, Clock.systemUTC(), "test", List.of());
  }

  /** One night in this process, as of a time that no other one has. */
  Run night(Beans beans, Instant asOf) {
    Run queued = beans.nights().queue(TESTER, asOf);
    try (Engine engine = Engine.foreground(beans)) {
      engine.send("direct:night", queued.id());
    }
    return beans.journal().get(queued.id());
  }

  String log(Beans beans, Run run) {
    return beans.runs().log(run.id()).read(0).text();
  }

  @Override
  public void close() {
    rds.close();
  }
}
