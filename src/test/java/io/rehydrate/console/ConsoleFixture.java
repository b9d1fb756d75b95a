package io.rehydrate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.dump.DumpId;
import io.rehydrate.run.Actor;
import io.rehydrate.run.DumpFigures;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.Role;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.Staging;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestPorts;
import io.rehydrate.support.TestRepository;
import io.rehydrate.support.TestServers;
import io.rehydrate.support.UsersFixture;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A daemon with what a console is opened for: nights that went well and others, a held dump,
 * targets that hold something, branches. Names from outside are hostile wherever a server or git
 * takes them.
 */
final class ConsoleFixture implements AutoCloseable {
  static final String HOSTILE = "<img src=x onerror=document.title='hit'>";
  static final String HOSTILE_BRANCH = "<img/src=x/onerror=document.title='hit'>";
  static final String OWN = "dev-jane";
  static final String SHARED = "staging";
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final Actor TESTER = new Actor("jane", "cli");
  private static final Actor SCHEDULE = new Actor("schedule", "quartz");

  final Beans beans;
  final Engine engine;
  final DumpId good;
  final DumpId held;
  final Run failed;
  final Run night;

  /** Of the nights; half a day away, so that none begins by itself. */
  private final int hour = (ZonedDateTime.now(BERLIN).getHour() + 12) % 24;

  final TestRepository repository;
  private final JdbcClient state;

  ConsoleFixture(Path folder) throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    source(schema);
    repository = new TestRepository(folder.resolve("git"));
    repository.file("db/migration/V1__column.sql", "ALTER TABLE carriers ADD phone VARCHAR(40)");
    repository.commit("refs/heads/main");
    repository.commit("refs/heads/" + HOSTILE_BRANCH);
    repository.commit("refs/tags/v1.0");
    TestHome.in(folder, schema)
        .target(OWN, TestServers.target().root(), TestServers.newSchema(TestServers.target()))
        .target(SHARED, TestServers.target().root(), TestServers.newSchema(TestServers.target()))
        .set("migrations.repository", repository.url())
        .set("flyway.baselineOnMigrate", "true")
        .set("flyway.baselineVersion", "0")
        .set("target." + OWN + ".owners", "jane")
        .set("nightly.time-zone", BERLIN.getId())
        .set("nightly.cron", "0 " + hour + " * * *")
        .set("camel.management.port", Integer.toString(TestPorts.free()))
        .plan(PLAN);
    UsersFixture.in(folder)
        .with("jane", Role.DEVELOPER)
        .with("olga", Role.OPERATOR)
        .with("victor", Role.VIEWER);
    beans = new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "0.1.0", List.of());
    state = JdbcClient.create((DataSource) beans.byName().get("state"));
    beans.admission().admit(OWN, TESTER);
    beans.admission().admit(SHARED, TESTER);
    engine = Engine.daemon(beans);
    pastNights();
    held = night(Instant.now().minus(Duration.ofHours(5)));
    beans.store().hold(held, HOSTILE + " seems to have lost its rows");
    good = night(Instant.now().minus(Duration.ofHours(4)));
    night = beans.journal().newest(1).get(0);
    // once there are newer nights, so that none of the schedule is missed and begins
    state
        .sql("UPDATE fact SET value = ? WHERE name LIKE 'schedule %'")
        .param(Long.toString(Instant.now().minus(Duration.ofDays(25)).toEpochMilli()))
        .update();
    failed = failed();
  }

  private static void source(String schema) {
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE carriers (id INT PRIMARY KEY, name VARCHAR(80))",
        "CREATE TABLE producers (id INT PRIMARY KEY, carrier_id INT, email VARCHAR(80),"
            + " FOREIGN KEY (carrier_id) REFERENCES carriers (id))",
        "CREATE TABLE applications (id INT PRIMARY KEY, producer_id INT, renewal_of INT,"
            + " created_at DATETIME NOT NULL, email VARCHAR(80), name VARCHAR(80),"
            + " FOREIGN KEY (producer_id) REFERENCES producers (id),"
            + " FOREIGN KEY (renewal_of) REFERENCES applications (id))",
        "CREATE TABLE documents (id INT PRIMARY KEY, application_id INT, title VARCHAR(80),"
            + " FOREIGN KEY (application_id) REFERENCES applications (id))",
        "CREATE TABLE `<b>notes</b>` (id INT PRIMARY KEY, document_id INT,"
            + " FOREIGN KEY (document_id) REFERENCES documents (id))",
        "CREATE TABLE audit_log (id INT PRIMARY KEY, what VARCHAR(80))",
        "CREATE TABLE settings (id INT PRIMARY KEY, value INT)",
        "INSERT INTO carriers SELECT seq, CONCAT('Carrier ', seq) FROM seq_1_to_12",
        "INSERT INTO producers SELECT seq, 1 + seq % 12, CONCAT('p', seq, '@shop.example')"
            + " FROM seq_1_to_200",
        "INSERT INTO applications SELECT seq, 1 + seq % 200, NULL,"
            + " NOW() - INTERVAL (seq % 720) DAY, CONCAT('a', seq, '@home.example'), 'x'"
            + " FROM seq_1_to_3000",
        "INSERT INTO documents SELECT seq, 1 + seq % 3000, CONCAT('Title ', seq)"
            + " FROM seq_1_to_9000",
        "INSERT INTO `<b>notes</b>` SELECT seq, seq FROM seq_1_to_2000",
        "INSERT INTO audit_log SELECT seq, 'x' FROM seq_1_to_5000",
        "INSERT INTO settings SELECT seq, seq FROM seq_1_to_20");
  }

  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: fail }
      core:
        applications: { newest-by: created_at, window: 60 days, at-least: 50 }
      tables:
        carriers: { rows: keep, safe: [name] }
        producers: { rows: referenced, mask: { email: email } }
        applications: { mask: { email: email, name: full-name } }
        documents: { rows: follow, safe: [title] }
        '<b>notes</b>': follow
        '*_log': truncate
        settings: keep
      """;

  /** Runs a night to its end. */
  private DumpId night(Instant asOf) {
    Run night = beans.nights().queue(TESTER, asOf);
    beans.runs().announce(night.id());
    engine.send("direct:night", night.id());
    assertThat(beans.journal().get(night.id()).failure()).isEmpty();
    return DumpId.at(asOf);
  }

  /**
   * What the journal has of the last weeks: most went well, one failed, one was held, one is
   * missing.
   */
  private void pastNights() {
    LocalDate today = LocalDate.now(BERLIN);
    beans.nights().scheduledAfter(Instant.now());
    for (int back = 24; back > 0; back--) {
      Instant asOf = today.minusDays(back).atTime(LocalTime.of(hour, 0)).atZone(BERLIN).toInstant();
      if (back == 9) {
        continue;
      }
      Optional<Run.Failure> failure =
          switch (back) {
            case 4 -> Optional.of(new Run.Failure(13, "dump.held", "The dump is held", "Look"));
            case 15 -> Optional.of(new Run.Failure(1, "dump.failed", HOSTILE, "Look"));
            default -> Optional.empty();
          };
      Run run = beans.journal().queueNight(SCHEDULE, "night:past", asOf);
      Instant start = asOf.plusSeconds(2);
      String id = run.id().value();
      beans.journal().begin(run.id());
      int seconds = 600 + back * 7;
      long at = start.toEpochMilli();
      for (String step : List.of("acquire", "dehydrate", "dump", "verify", "publish", "prune")) {
        beans.journal().step(run.id(), step);
      }
      beans
          .journal()
          .end(run.id(), failure.isPresent() ? RunState.FAILED : RunState.SUCCEEDED, failure);
      state
          .sql("UPDATE run SET created_at = ?, started_at = ?, ended_at = ? WHERE id = ?")
          .params(asOf.toEpochMilli(), at, at + seconds * 1000L, id)
          .update();
      state
          .sql("UPDATE run_step SET begun_at = ? + position * 100000 WHERE run = ?")
          .params(at, id)
          .update();
      if (failure.isEmpty()) {
        beans
            .journal()
            .published(
                new RunId(id),
                new DumpFigures(
                    DumpId.at(asOf).value(),
                    1_200_000 + (24 - back) * 9000,
                    190_000_000,
                    840_000_000L + (24 - back) * 11_000_000L));
      }
    }
  }

  /** A refresh that a branch made fail, long ago enough not to be in the way. */
  private Run failed() {
    Run run =
        beans
            .journal()
            .queueRefresh(
                new Actor(HOSTILE, "inbox " + HOSTILE),
                OWN,
                good.value(),
                Optional.of(HOSTILE_BRANCH));
    beans.runs().announce(run.id());
    beans.journal().begin(run.id());
    beans.journal().step(run.id(), "admit");
    beans.journal().step(run.id(), "load");
    beans.journal().step(run.id(), "migrate");
    beans.runs().log(run.id()).info("begins " + HOSTILE);
    beans
        .journal()
        .end(
            run.id(),
            RunState.FAILED,
            Optional.of(
                new Run.Failure(15, "migrations.failed", "V3 failed: " + HOSTILE, "Mend it")));
    return beans.journal().get(run.id());
  }

  /** Another, small dump, some hours older. */
  DumpId olderThan(DumpId id) {
    DumpId older = DumpId.at(id.asOf().minus(Duration.ofHours(3)));
    Run run = beans.journal().queueNight(TESTER, "night:copy", older.asOf());
    beans.journal().endQueued(run.id(), RunState.SUCCEEDED, new Run.Failure(0, "none", "none", ""));
    Staging staging = beans.store().stage(run.id(), older);
    beans.store().publish(staging, Dumps.small(staging.folder(), older));
    return older;
  }

  String url(String path) {
    return engine.address() + path;
  }

  @Override
  public void close() {
    engine.close();
    beans.close();
    repository.close();
  }
}
