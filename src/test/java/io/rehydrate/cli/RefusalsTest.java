package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.daemon.Beans;
import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.Staging;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestPorts;
import io.rehydrate.support.TestRepository;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What the commands say no to: the exit code, the words, and that nothing was half done. */
class RefusalsTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final DumpId EARLIER = new DumpId("20260101T020000Z");
  private static final String CANARY = "canary-jane";
  private static final String WRONG = "canary-Pw-82";

  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: fail }
      core:
        orders: { newest-by: made_at, window: 13 months }
      relations:
        - orders.customer_id -> customers.id
      tables:
        customers: { rows: referenced, mask: { email: email } }
      """;

  @TempDir Path folder;
  private String schema;
  private TestHome home;

  @BeforeEach
  void settle() throws Exception {
    schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE customers (id INT PRIMARY KEY, email VARCHAR(80))",
        "CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT NOT NULL, made_at DATE NOT NULL)",
        "INSERT INTO customers VALUES (1, '" + CANARY + "@x.org')",
        "INSERT INTO orders VALUES (1, 1, '2026-11-01')");
    home = TestHome.in(folder, schema).plan(PLAN);
    try (Beans beans = beans()) {
      Staging staging = beans.store().stage(RunId.at(EARLIER.asOf()), EARLIER);
      beans.store().publish(staging, Dumps.small(staging.folder(), EARLIER));
    }
  }

  private Beans beans() {
    return new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
  }

  /** After every refusal. */
  @AfterEach
  void nothing_is_half_done_and_nothing_was_given_away() throws Exception {
    try (Beans beans = beans()) {
      StoredDump earlier = beans.store().get(EARLIER);
      Verification.verify(earlier.folder(), earlier.manifest());
      assertThat(beans.journal().runsWithResources()).isEmpty();
      assertThat(beans.journal().in(RunState.RUNNING)).isEmpty();
      assertThat(beans.journal().in(RunState.QUEUED)).isEmpty();
    }
    try (Stream<Path> entries = Files.list(folder.resolve("store"))) {
      assertThat(entries.map(p -> p.getFileName().toString()))
          .filteredOn(name -> name.startsWith("."))
          .containsExactly(".rehydrate-store");
    }
    Path work = folder.resolve("state/work");
    if (Files.exists(work)) {
      assertThat(work).isEmptyDirectory();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(RefusalsTest::isTold).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(secrets());
      }
    }
  }

  /** Run logs, the daemon's log, standard output and standard error. */
  private static boolean isTold(Path file) {
    return file.toString().endsWith(".log") || file.toString().endsWith(".txt");
  }

  private CommandProcess start(String... arguments) throws IOException {
    return CommandProcess.start(folder, arguments);
  }

  private Said run(String... arguments) {
    return Said.by(folder, List.of(arguments));
  }

  private static void assertRefused(
      CommandProcess command, int exitCode, String code, String... words) throws Exception {
    assertRefused(
        new Said(command.exitCode(), command.output(), command.errors()), exitCode, code, words);
  }

  private static void assertRefused(Said said, int exitCode, String code, String... words) {
    assertThat(said.exit()).as(said.err()).isEqualTo(exitCode);
    assertThat(said.err()).contains("[" + code + "]").contains(words);
    assertThat(said.err().lines().reduce((before, last) -> last).orElseThrow())
        .as("the remedy: " + said.err())
        .startsWith("  ")
        .endsWith(".");
    assertThat(said.err()).doesNotContain("Exception", "\tat ");
    assertThat(said.out() + said.err()).doesNotContain(secrets());
  }

  private static List<String> secrets() {
    return List.of(
        CANARY,
        WRONG,
        TestServers.source().root().password().reveal(),
        TestServers.scratch().root().password().reveal());
  }

  private static List<String> names(ServerLogin server, String query) throws Exception {
    try (Connection session = Sessions.open(server, "test server")) {
      return JdbcClient.create(new SingleConnectionDataSource(session, true))
          .sql(query)
          .query(String.class)
          .list();
    }
  }

  private List<String> schemasOnScratch() throws Exception {
    return names(
        TestServers.scratch().root(),
        "SELECT schema_name FROM information_schema.schemata WHERE schema_name = '" + schema + "'");
  }

  private List<String> tablesOfSource() throws Exception {
    return names(
        TestServers.source().root(),
        "SELECT table_name FROM information_schema.tables WHERE table_schema = '" + schema + "'");
  }

  private static String alias(ServerLogin login) {
    return "jdbc:mariadb://localhost:" + login.url().port();
  }

  @Test
  void a_source_that_is_not_reachable() throws Exception {
    int port = TestPorts.free();
    home.set("source.url", "jdbc:mysql://127.0.0.1:" + port + "/" + schema);

    assertRefused(run("night"), 1, "server.unreachable", "source at 127.0.0.1:" + port);
  }

  @Test
  void a_wrong_password() throws Exception {
    home.secret("wrong.password", WRONG).set("source.password-file", "wrong.password");

    assertRefused(
        run("night"), 1, "server.login", "source refused the login of root", "password-file");
  }

  @Test
  void a_plan_that_names_what_is_not_there_all_at_once_with_the_nearest_names() throws Exception {
    home.plan(
        """
        version: 1
        unlisted: { tables: fail, columns: fail }
        core:
          order: { newest-by: made_at, window: 13 months }
        relations:
          - orders.customerid -> customers.id
        tables:
          custmers: referenced
          customers: { rows: referenced, mask: { emial: email } }
        """);

    assertRefused(
        run("night"),
        2,
        "plan.invalid",
        "no table 'order' in " + schema + "; did you mean 'orders'?",
        "no column 'customerid' in orders; did you mean 'customer_id'?",
        "no table 'custmers' in " + schema + "; did you mean 'customers'?",
        "no column 'customers.emial'; did you mean 'email'?");
    assertThat(schemasOnScratch()).isEmpty();
  }

  @Test
  void a_table_and_a_column_that_the_plan_does_not_list() throws Exception {
    TestServers.run(
        TestServers.source().root(),
        "CREATE TABLE " + schema + ".letters (id INT PRIMARY KEY)",
        "ALTER TABLE " + schema + ".customers ADD nickname VARCHAR(20)");

    assertRefused(run("night"), 2, "plan.invalid", "letters", "customers.nickname");
    assertThat(schemasOnScratch()).isEmpty();
  }

  @Test
  void a_kind_of_source_that_has_no_routes() throws Exception {
    home.set("source.kind", "attic")
        .set("camel.management.port", Integer.toString(TestPorts.free()));

    CommandProcess daemon = start("start");
    Said check = run("routes", "check");

    assertRefused(daemon, 2, "routes.kind", "direct:acquire-attic", "routes/source-attic");
    assertThat(check.exit()).as(check.err()).isEqualTo(2);
    assertThat(check.out()).contains("direct:acquire-attic", "direct:release-attic");
  }

  @Test
  void a_target_a_dump_and_a_ref_that_do_not_exist() throws Exception {
    String live = TestServers.newSchema(TestServers.target());
    try (TestRepository repository = new TestRepository(folder.resolve("git"))) {
      repository.file("db/migration/V1__a.sql", "SELECT 1").commit("refs/heads/main");
      home.set("migrations.repository", repository.url())
          .target("dev", TestServers.target().root(), live);

      Said target = run("refresh", "--yes", "--target", "dve");
      Said dump = run("refresh", "--yes", "--target", "dev", "--dump", "20250101T020000Z");
      Said ref = run("refresh", "--yes", "--target", "dev", "--ref", "mian");

      assertRefused(target, 10, "target.unknown", "dev");
      assertRefused(dump, 10, "dump.unknown", "20250101T020000Z", EARLIER.value());
      assertRefused(ref, 10, "ref.unknown", "mian");
    }
  }

  @Test
  void a_second_night_while_one_runs() throws Exception {
    try (Connection holder = Sessions.open(TestServers.source().root(), "source")) {
      Sessions.run(holder, "LOCK TABLES " + schema + ".orders WRITE");
      CommandProcess first = start("night", "--as-of", "2026-11-20T02:00:00Z");
      assertThat(first.said("step acquire")).as(first.errors()).isTrue();

      assertRefused(run("night"), 11, "lease.held", "in use by", "runs cancel");

      Sessions.run(holder, "UNLOCK TABLES");
      assertThat(first.exitCode()).as(first.errors()).isZero();
    }
    try (Beans beans = beans()) {
      assertThat(beans.store().list()).hasSize(2);
    }
    assertThat(schemasOnScratch()).isEmpty();
  }

  @Test
  void a_second_daemon_on_the_same_state() throws Exception {
    home.set("camel.management.port", Integer.toString(TestPorts.free()));
    CommandProcess first = start("start");
    try {
      assertThat(first.said("is up")).as(first.errors()).isTrue();

      assertRefused(start("start"), 11, "daemon.running", "rehydrate.db", "Stop it first");
    } finally {
      first.terminate();
    }
  }

  @Test
  void a_scratch_that_is_the_source_under_another_name() throws Exception {
    home.set("scratch.url", alias(TestServers.source().root()))
        .set("scratch.password-file", "source.password");

    assertRefused(run("night"), 13, "guard.source", "The scratch server is the source itself");

    assertThat(tablesOfSource()).containsExactlyInAnyOrder("customers", "orders");
  }

  @Test
  void a_scratch_with_a_schema_of_that_name_which_is_somebody_elses() throws Exception {
    ServerLogin scratch = TestServers.scratch().root();
    TestServers.run(
        scratch, "CREATE DATABASE " + schema, "CREATE TABLE " + schema + ".thesis (page INT)");
    try {
      assertRefused(run("night"), 13, "guard.foreign-schema", schema);

      assertThat(names(scratch, "SHOW TABLES FROM " + schema)).containsExactly("thesis");
    } finally {
      TestServers.run(scratch, "DROP DATABASE " + schema);
    }
  }

  @Test
  void a_target_that_is_the_source_under_another_name() throws Exception {
    ServerLogin source = TestServers.source().root();
    home.target("dev", source, schema).set("target.dev.url", alias(source) + "/" + schema);
    try (Beans beans = beans()) {
      assertThatThrownBy(() -> beans.admission().admit("dev", TESTER))
          .isInstanceOf(RefusedException.class);
    }

    assertRefused(run("refresh", "--yes", "--target", "dev"), 13, "guard.production", "dev");

    assertThat(tablesOfSource()).containsExactlyInAnyOrder("customers", "orders");
  }

  @Test
  void doctor_tells_of_a_state_database_that_is_broken_and_examines_the_rest() throws Exception {
    Files.writeString(folder.resolve("broken.db"), "not a database ".repeat(1000));
    home.set("state.url", "jdbc:sqlite:broken.db");

    Said doctor = run("doctor");

    assertThat(doctor.exit()).as(doctor.err()).isEqualTo(1);
    assertThat(doctor.out().lines())
        .filteredOn(line -> line.startsWith("fail"))
        .singleElement()
        .asString()
        .contains("state: The state database", "broken.db");
    assertThat(doctor.out()).contains("ok    scratch identity");
    home.set("state.url", "jdbc:sqlite:state/rehydrate.db");
  }
}
