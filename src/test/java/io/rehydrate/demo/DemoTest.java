package io.rehydrate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.dump.Manifest;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.refresh.RefreshRequest;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.settings.TargetName;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A night and a refresh of the example, through the routes, by accounts with the least rights. */
class DemoTest {
  private static final Path INSTALLATION = Path.of("").toAbsolutePath();
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final String LIVE = "insurance_dev";

  @TempDir static Path home;

  private static Manifest manifest;
  private static Connection source;
  private static Connection target;

  @BeforeAll
  static void run_a_night_and_a_refresh() throws Exception {
    System.setProperty("rehydrate.installation", INSTALLATION.toString());
    ServerLogin production = TestServers.source().root();
    TestServers.run(production, "DROP DATABASE IF EXISTS insurance");
    Instant now = Clock.systemUTC().instant();
    DemoData.fill(production, "insurance", new DemoSize(300), 7, now, line -> {});
    try (DemoFolder folder = DemoFolder.take(home)) {
      folder.prepare(INSTALLATION);
      folder.configure(
          INSTALLATION,
          Map.of(
              "source", TestServers.source().url().address(),
              "scratch", TestServers.scratch().url().address(),
              "target", TestServers.target().url().address(),
              "tools", TestServers.source().programs().toString(),
              "port", "0",
              "management-port", "8081"));
    }
    Settings settings = SettingsReader.read(home, Map.of());
    DemoAccounts.source(production, settings);
    DemoAccounts.scratch(TestServers.scratch().root(), settings);
    DemoAccounts.target(TestServers.target().root(), settings.targets().get(new TargetName("dev")));
    try (Beans beans = new Beans(settings, Clock.systemUTC(), "test", List.of());
        Engine engine = Engine.foreground(beans)) {
      DemoAccounts.grant(
          TestServers.target().root(), beans.admission().admit("dev", TESTER).grants());
      Run night = beans.nights().queue(TESTER, now);
      engine.send("direct:night", night.id());
      requireSuccess(beans, night);
      manifest = beans.store().latest().manifest();
      Run refresh =
          beans
              .refreshes()
              .queue(
                  TESTER,
                  new RefreshRequest("dev", "latest", Optional.of("feature/policy-limits")));
      engine.send("direct:refresh", refresh.id());
      requireSuccess(beans, refresh);
    }
    source = open(production, "insurance");
    target = open(TestServers.target().root(), LIVE);
  }

  private static void requireSuccess(Beans beans, Run run) {
    Run ended = beans.journal().get(run.id());
    assertThat(ended.failure()).isEmpty();
    assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(beans.journal().resources(run.id())).isEmpty();
  }

  private static Connection open(ServerLogin root, String schema) {
    return Sessions.open(root.withUrl(root.url().withSchema(schema)), "test server");
  }

  @AfterAll
  static void close() throws SQLException {
    System.clearProperty("rehydrate.installation");
    TestServers.run(TestServers.source().root(), "DROP DATABASE insurance");
    TestServers.run(TestServers.target().root(), "DROP DATABASE IF EXISTS " + LIVE);
    for (Connection session : new Connection[] {source, target}) {
      if (session != null) {
        session.close();
      }
    }
  }

  private static JdbcClient in(Connection session) {
    return JdbcClient.create(new SingleConnectionDataSource(session, true));
  }

  private static long count(String fromAndWhere) {
    return in(target).sql("SELECT COUNT(*) FROM " + fromAndWhere).query(Long.class).single();
  }

  @Test
  void each_table_has_the_rows_that_the_manifest_tells() {
    var tables = manifest.schemas().get("insurance").tables();
    assertThat(tables).hasSize(18);
    tables.forEach(
        (table, entry) -> {
          long migrations = table.equals("flyway_schema_history") ? 2 : 0;
          assertThat(count(table)).as(table).isEqualTo(entry.rows() + migrations);
        });
    assertThat(tables.get("applications").rows())
        .isPositive()
        .isLessThan(tables.get("applications").rowsBefore());
    assertThat(tables.get("audit_log").rows()).isZero();
  }

  @Test
  void the_refs_migrations_have_run() {
    assertThat(
            in(target)
                .sql("SELECT version FROM flyway_schema_history WHERE success ORDER BY 1")
                .query(String.class)
                .list())
        .containsExactly("1", "2", "3");
    assertThat(count("information_schema.columns WHERE table_schema = '" + LIVE + "'"))
        .isGreaterThan(
            in(source)
                .sql(
                    "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = 'insurance'")
                .query(Long.class)
                .single());
  }

  @Test
  void views_triggers_and_routines_are_those_of_production() {
    for (String kind :
        List.of(
            "table_name FROM information_schema.views WHERE table_schema",
            "trigger_name FROM information_schema.triggers WHERE trigger_schema",
            "routine_name FROM information_schema.routines WHERE routine_schema")) {
      assertThat(names(target, kind, LIVE))
          .as(kind)
          .isNotEmpty()
          .containsAll(names(source, kind, "insurance"));
    }
  }

  private static List<String> names(Connection session, String kind, String schema) {
    return in(session).sql("SELECT " + kind + " = ?").param(schema).query(String.class).list();
  }

  @Test
  void nothing_dangles() {
    for (String[] relation :
        new String[][] {
          {"applications", "renewal_of", "applications", "app_id"},
          {"applications", "insured_id", "insureds", "insured_id"},
          {"applications", "producer_id", "producers", "producer_id"},
          {"ratings", "app_id", "applications", "app_id"},
          {"documents", "app_id", "applications", "app_id"},
          {"document_files", "file_id", "files", "file_id"}
        }) {
      assertThat(
              count(
                  "%s c WHERE c.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s p WHERE p.%s = c.%s)"
                      .formatted(relation[0], relation[1], relation[2], relation[3], relation[1])))
          .as(String.join(" ", relation))
          .isZero();
    }
    assertThat(manifest.relations()).allMatch(relation -> relation.orphansAfter() == 0);
  }

  @Test
  void no_address_of_a_person_has_come_through() {
    for (String table : List.of("insureds", "producers", "retail_brokers")) {
      Set<String> original = emails(source, table);
      Set<String> brought = emails(target, table);
      assertThat(original).as(table).isNotEmpty();
      assertThat(brought).as(table).isNotEmpty().doesNotContainAnyElementsOf(original);
    }
  }

  private static Set<String> emails(Connection session, String table) {
    return new HashSet<>(
        in(session)
            .sql("SELECT LOWER(email) FROM " + table + " WHERE email LIKE '%@%'")
            .query(String.class)
            .list());
  }

  @Test
  void no_schema_is_left_on_the_scratch_or_beside_the_live_one() throws SQLException {
    try (Connection scratch = Sessions.open(TestServers.scratch().root(), "scratch")) {
      assertThat(schemas(scratch)).noneMatch(name -> name.startsWith("insurance"));
    }
    assertThat(schemas(target)).contains(LIVE).noneMatch(name -> name.startsWith(LIVE + "__"));
    assertThat(
            count(
                "information_schema.tables WHERE table_schema = '"
                    + LIVE
                    + "' AND table_name LIKE '\\_\\_rehydrate%'"))
        .isZero();
  }

  private static List<String> schemas(Connection session) {
    return in(session).sql("SHOW DATABASES").query(String.class).list();
  }
}
