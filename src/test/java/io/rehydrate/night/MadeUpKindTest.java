package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.daemon.RouteCheck;
import io.rehydrate.daemon.ShippedRoutes;
import io.rehydrate.error.InvalidException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kind of source that the product does not know: two small route files, and what they call. */
class MadeUpKindTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");

  private static final String ACQUIRE =
      """
      - route:
          id: acquire-attic
          description: Has a script bring a copy of the source to the scratch, and takes it.
          precondition: "'{{source.kind}}' == 'attic'"
          from:
            uri: direct:acquire-attic
            steps:
              - setVariable:
                  name: plan
                  expression: { method: { ref: livePlan, method: resolve } }
              - setBody: { constant: "" }
              - to:
                  uri: exec:{{attic.bring}}
                  parameters: { exitValues: "0" }
              - setVariable:
                  name: scratch
                  expression: { method: { ref: restoredSource, method: take } }
      """;

  private static final String RELEASE =
      """
      - route:
          id: release-attic
          description: Has a script throw the copy away.
          precondition: "'{{source.kind}}' == 'attic'"
          from:
            uri: direct:release-attic
            steps:
              - setBody: { constant: "" }
              - to:
                  uri: exec:{{attic.remove}}
                  parameters: { exitValues: "0" }
      """;

  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: fail }
      core:
        orders: { newest-by: made_at, window: 13 months }
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
        "CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT NOT NULL, made_at DATE NOT NULL,"
            + " CONSTRAINT of_customer FOREIGN KEY (customer_id) REFERENCES customers (id))",
        "CREATE VIEW recent AS SELECT id FROM orders",
        "INSERT INTO customers VALUES (1, 'jane@x.org'), (2, 'john@x.org')",
        "INSERT INTO orders VALUES (1, 1, '2019-01-01'), (2, 2, '2026-11-01')");
    home = TestHome.in(folder, schema).plan(PLAN).set("source.kind", "attic");
    Path source = login("from.cnf", TestServers.source().root());
    Path scratch = login("to.cnf", TestServers.scratch().root());
    Path programs = TestServers.source().programs();
    home.set(
        "attic.bring",
        script(
            "bring",
            "'%s/mariadb-dump' --defaults-file=%s --skip-ssl --databases %s > attic.sql"
                .formatted(programs, source, schema),
            "'%s/mariadb' --defaults-file=%s --skip-ssl < attic.sql".formatted(programs, scratch)));
    home.set(
        "attic.remove",
        script(
            "remove",
            "'%s/mariadb' --defaults-file=%s --skip-ssl -e 'DROP DATABASE IF EXISTS %s'"
                .formatted(programs, scratch, schema)));
  }

  private Path login(String name, ServerLogin login) throws Exception {
    return Files.writeString(
        folder.resolve(name),
        "[client]\nprotocol=tcp\nhost=%s\nport=%d\nuser=%s\npassword=%s\n"
            .formatted(
                login.url().host(),
                login.url().port(),
                login.username(),
                login.password().reveal()));
  }

  private String script(String name, String... lines) throws Exception {
    Path script =
        Files.writeString(
            folder.resolve(name),
            "#!/bin/sh -eu\ncd " + folder + "\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }

  private void route(String kind, String text) throws Exception {
    Files.writeString(folder.resolve("routes/" + kind + "-attic.camel.yaml"), text);
  }

  private Beans beans() {
    return new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
  }

  private static Run night(Beans beans) {
    Run queued = beans.nights().queue(TESTER, TWO);
    try (Engine engine = Engine.foreground(beans)) {
      engine.requireSourceRoutes();
      engine.send("direct:night", queued.id());
    }
    return beans.journal().get(queued.id());
  }

  private boolean isOnScratch() throws Exception {
    try (Connection scratch = Sessions.open(TestServers.scratch().root(), "scratch");
        ResultSet found =
            scratch.createStatement().executeQuery("SHOW DATABASES LIKE '" + schema + "'")) {
      return found.next();
    }
  }

  @Test
  void two_route_files_make_a_kind_that_a_whole_night_runs_with() throws Exception {
    route("acquire", ACQUIRE);
    route("release", RELEASE);
    try (Beans beans = beans()) {
      assertThat(RouteCheck.check(beans.settings(), beans.byName(), ShippedRoutes.installed()))
          .isEmpty();

      Run run = night(beans);

      assertThat(run.failure()).isEmpty();
      assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
      StoredDump dump = beans.store().latest();
      assertThat(dump.manifest().source().kind()).isEqualTo("attic");
      var tables = dump.manifest().schemas().get(schema).tables();
      assertThat(tables.get("orders").rows()).isEqualTo(1);
      assertThat(tables.get("orders").rowsBefore()).isEqualTo(2);
      assertThat(tables.get("customers").rows()).isEqualTo(1);
      assertThat(tables.get("customers").masked()).containsExactly("email");
      assertThat(beans.journal().resources(run.id())).isEmpty();
    }
    assertThat(isOnScratch()).isFalse();
  }

  @Test
  void what_a_dead_night_left_is_removed_at_the_next_start_unless_another_night_is_at_work()
      throws Exception {
    route("acquire", ACQUIRE);
    route("release", RELEASE);
    try (Beans beans = beans()) {
      Run run = beans.nights().queue(TESTER, TWO);
      beans.journal().begin(run.id());
      beans.journal().step(run.id(), "acquire");
      assertThat(new ProcessBuilder(folder.resolve("bring").toString()).start().waitFor()).isZero();
      Run other = beans.nights().queue(TESTER, TWO);
      beans.leases().take(other.lease(), other.id().value());
      beans.recover();
      assertThat(isOnScratch()).isTrue();

      beans.leases().release(other.lease());
      Run second = beans.nights().queue(TESTER, TWO);
      beans.journal().begin(second.id());
      beans.journal().step(second.id(), "dehydrate");
      beans.recover();

      assertThat(isOnScratch()).isFalse();
      assertThat(beans.runs().log(second.id()).read(0).text()).contains("removed by release-attic");
      assertThat(beans.journal().get(second.id()).state()).isEqualTo(RunState.INTERRUPTED);
      assertThat(beans.leases().isFree(second.lease())).isTrue();
    }
  }

  @Test
  void a_copy_that_is_not_the_sources_is_not_taken_and_is_released_all_the_same() throws Exception {
    route("acquire", ACQUIRE);
    route("release", RELEASE);
    Path bring = folder.resolve("bring");
    String text = Files.readString(bring);
    int load = text.lastIndexOf("\n", text.length() - 2);
    Files.writeString(
        bring,
        text.substring(0, load)
            + "\nsed -i 's/varchar(80)/varchar(90)/' attic.sql"
            + text.substring(load));
    try (Beans beans = beans()) {
      Run run = night(beans);

      assertThat(run.state()).isEqualTo(RunState.FAILED);
      assertThat(run.failure().orElseThrow().code()).isEqualTo("scratch.differs");
      assertThat(run.failure().orElseThrow().message()).contains("customers");
      assertThat(beans.store().list()).isEmpty();
    }
    assertThat(isOnScratch()).isFalse();
  }

  @Test
  void a_release_route_that_fails_is_told_and_the_run_ends() throws Exception {
    route("acquire", ACQUIRE);
    route("release", RELEASE);
    Files.writeString(folder.resolve("remove"), "#!/bin/sh\nexit 3\n");
    try (Beans beans = beans()) {
      Run run = night(beans);

      assertThat(run.state()).isEqualTo(RunState.FAILED);
      assertThat(run.step()).isEqualTo("prune");
      assertThat(beans.runs().active()).isEmpty();
      assertThat(beans.leases().find(run.lease())).isEmpty();
      assertThat(beans.runs().log(run.id()).read(0).text()).contains("failed: ", "ended: failed");
      assertThat(beans.store().latest().id()).hasToString("20261122T020000Z");
    }
    TestServers.run(TestServers.scratch().root(), "DROP DATABASE " + schema);
  }

  @Test
  void a_kind_that_lacks_a_route_is_refused_by_start_by_night_and_by_the_check() throws Exception {
    route("acquire", ACQUIRE);
    try (Beans beans = beans()) {
      assertThat(RouteCheck.check(beans.settings(), beans.byName(), ShippedRoutes.installed()))
          .singleElement()
          .asString()
          .startsWith("routes/nightly.camel.yaml:")
          .contains("nothing takes what is sent to direct:release-attic");

      assertThatThrownBy(() -> night(beans))
          .isInstanceOfSatisfying(
              InvalidException.class,
              e -> {
                assertThat(e.code()).isEqualTo("routes.kind");
                assertThat(e).hasMessageContaining("direct:release-attic");
                assertThat(e.getMessage()).doesNotContain("acquire-attic");
                assertThat(e.hint()).contains("routes/source-attic.camel.yaml");
              });
      assertThatThrownBy(() -> Engine.daemon(beans).close())
          .isInstanceOfSatisfying(
              InvalidException.class, e -> assertThat(e.code()).isEqualTo("routes.kind"));
    }
  }
}
