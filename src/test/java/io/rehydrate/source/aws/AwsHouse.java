package io.rehydrate.source.aws;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.demo.rds.Courses;
import io.rehydrate.demo.rds.FakeRds;
import io.rehydrate.demo.rds.MariaDbStorage;
import io.rehydrate.demo.rds.PaperStorage;
import io.rehydrate.demo.rds.Storage;
import io.rehydrate.demo.rds.World;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
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
  private static final double HURRY = 3_000;
  private static final String SHORT_PAUSE = "40";
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

  /** With real servers behind it. */
  static AwsHouse withServers(Path folder, String kind) throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    fill(schema);
    Path data =
        Path.of(
                "target",
                "test-servers",
                "aws-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet())
            .toAbsolutePath();
    AwsHouse house =
        new AwsHouse(
            folder,
            kind,
            schema,
            new MariaDbStorage(
                Path.of("target", "mariadb").toAbsolutePath(),
                data,
                List.of("--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M")));
    if (kind.equals("rds-instance")) {
      house.rds.world().mysql("prod", World.MYSQL_VERSION, TestServers.source());
    } else {
      house.rds.world().aurora("prod", World.AURORA_VERSION, TestServers.source());
    }
    return house;
  }

  /**
   * Without servers: a night comes as far as the login, and no farther. Its routes look every few
   * milliseconds.
   */
  static AwsHouse onPaper(Path folder, String kind) throws Exception {
    AwsHouse house = new AwsHouse(folder, kind, "insurance", new PaperStorage());
    if (kind.equals("rds-instance")) {
      house.rds.world().mysql("prod", World.MYSQL_VERSION);
    } else {
      house.rds.world().aurora("prod", World.AURORA_VERSION);
    }
    house.home.set("deadline.connect", "1s");
    for (String file : List.of("aws", "aurora", "source-rds-instance")) {
      Path route = folder.resolve("routes").resolve(file + ".camel.yaml");
      Files.writeString(
          route, Files.readString(route).replace("{{aws.poll-interval}}", SHORT_PAUSE));
    }
    return house;
  }

  private AwsHouse(Path folder, String kind, String schema, Storage storage) throws Exception {
    this.schema = schema;
    rds = FakeRds.start(storage, Clock.systemUTC(), Courses.likeAws().faster(HURRY));
    System.setProperty("aws.accessKeyId", rds.accessKey());
    System.setProperty("aws.secretAccessKey", rds.secretKey());
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
