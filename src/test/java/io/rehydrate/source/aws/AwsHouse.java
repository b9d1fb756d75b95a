package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.demo.EmbeddedMariaDb;
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
  private static final double HURRY_ON_PAPER = 30_000;
  private static final double HURRY_THROUGHOUT = 10;
  private static final Map<String, String> SHORT_WAITS =
      Map.of(
          "{ ref: rdsPoller, method: \"pause(",
          "{ ref: pace, method: \"pause(",
          "{{deadline.connect}}",
          "20");
  private static final String NOTHING =
      """
      - route:
          id: nothing
          from:
            uri: direct:nothing
            steps:
              - bean: { ref: pace, method: accomplish }
      """;
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
  private final Clock clock;
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
                List.of("--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M")),
            Clock.systemUTC(),
            HURRY);
    if (kind.equals("rds-instance")) {
      house.rds.world().mysql("prod", World.MYSQL_VERSION, TestServers.source());
    } else {
      house.rds.world().aurora("prod", World.AURORA_VERSION, TestServers.source());
    }
    return house;
  }

  /**
   * Without servers: a night comes as far as the login, and no farther. Where its routes would wait
   * the clock is moved on.
   */
  static AwsHouse onPaper(Path folder, String kind) throws Exception {
    return onPaper(folder, kind, new PacedClock());
  }

  static AwsHouse onPaper(Path folder, String kind, PacedClock clock) throws Exception {
    return onPaper(folder, kind, clock, HURRY_ON_PAPER);
  }

  /**
   * Without servers, and to the end: what a night does on its scratch is left out. Things at AWS
   * take a tenth of the time that they take there.
   */
  static AwsHouse throughout(Path folder, String kind) throws Exception {
    AwsHouse house = onPaper(folder, kind, new PacedClock(), HURRY_THROUGHOUT);
    Path routes = folder.resolve("routes");
    Files.writeString(routes.resolve("nothing.camel.yaml"), NOTHING);
    replace(
        routes.resolve("nightly.camel.yaml"),
        "uri: direct:(dehydrate|dump|verify|read-back|publish|prune) ",
        "uri: direct:nothing ");
    replace(
        routes.resolve("source-" + kind + ".camel.yaml"),
        "uri: direct:aws-login ",
        "uri: direct:nothing ");
    return house;
  }

  private static void replace(Path file, String pattern, String by) throws Exception {
    String text = Files.readString(file);
    String replaced = text.replaceAll(pattern, by);
    assertThat(replaced).isNotEqualTo(text);
    Files.writeString(file, replaced);
  }

  private static AwsHouse onPaper(Path folder, String kind, PacedClock clock, double hurry)
      throws Exception {
    AwsHouse house = paper(folder, kind, clock, hurry);
    if (kind.equals("rds-instance")) {
      house.rds.world().mysql("prod", World.MYSQL_VERSION);
    } else {
      house.rds.world().aurora("prod", World.AURORA_VERSION);
    }
    return house;
  }

  /** As on paper, but production's server is real; where the scratch is, a test sets. */
  static AwsHouse onPaperBesides(EmbeddedMariaDb production, Path folder) throws Exception {
    AwsHouse house = paper(folder, "aurora-clone", new PacedClock(), HURRY_ON_PAPER);
    house.rds.world().aurora("prod", World.AURORA_VERSION, production);
    return house;
  }

  private static AwsHouse paper(Path folder, String kind, Clock clock, double hurry)
      throws Exception {
    AwsHouse house = new AwsHouse(folder, kind, "insurance", new PaperStorage(), clock, hurry);
    Path routes = folder.resolve("routes").resolve("aws.camel.yaml");
    String text = Files.readString(routes);
    for (Map.Entry<String, String> wait : SHORT_WAITS.entrySet()) {
      assertThat(text).contains(wait.getKey());
      text = text.replace(wait.getKey(), wait.getValue());
    }
    Files.writeString(routes, text);
    return house;
  }

  private AwsHouse(
      Path folder, String kind, String schema, Storage storage, Clock clock, double hurry)
      throws Exception {
    this.schema = schema;
    this.clock = clock;
    rds = FakeRds.start(storage, clock, Courses.likeAws().faster(hurry));
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
    Beans beans = new Beans(settings(), clock, "test", List.of());
    if (clock instanceof PacedClock paced) {
      beans.byName().put("pace", new Pace(paced, beans));
    }
    return beans;
  }

  /** Of a house on paper. */
  PacedClock clock() {
    return (PacedClock) clock;
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
