package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Manifest.FileEntry;
import io.rehydrate.dump.Manifest.SchemaEntry;
import io.rehydrate.dump.Manifest.TableEntry;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final String MARIADB = "11.4.5-MariaDB";
  private static final String MYSQL = "9.7.0";
  private static final String COLLATION = "utf8mb4_unicode_ci";

  private final ServerLogin root = TestServers.target().root();
  private final String live = TestServers.newSchema(TestServers.target());
  private final String loader = "l_" + live;
  private final String migrator = "m_" + live;
  private final Map<String, TableEntry> tables = new TreeMap<>();

  @BeforeEach
  void accounts() {
    for (String account : List.of(loader, migrator)) {
      TestServers.run(root, "CREATE OR REPLACE USER " + account + "@'%' IDENTIFIED BY 'pw'");
    }
    tables.put("t", table(1, 1, 100));
  }

  @Test
  void rights_that_either_account_lacks_are_all_told_at_once() throws Exception {
    refused(
        target(),
        MARIADB,
        COLLATION,
        "target.rights",
        loader,
        "all rights on " + live,
        "all rights on " + live + "__incoming",
        migrator);
    grant();
    TestServers.run(
        root, "REVOKE CREATE, DROP ON `" + live + "\\_\\_incoming`.* FROM " + migrator + "@'%'");

    refused(
        target(),
        MARIADB,
        COLLATION,
        "migrations.rights",
        migrator,
        "CREATE, DROP on " + live + "__incoming");
    grant();
    assertThat(require(target(), MARIADB, COLLATION)).isEmpty();
    assertThat(RefreshHome.query(root, "SHOW DATABASES LIKE '" + live + "\\_\\_%'")).isEmpty();
  }

  @Test
  void an_account_for_migrations_that_can_not_log_in_is_told() throws Exception {
    grant();
    TestServers.run(root, "DROP USER " + migrator + "@'%'");

    refused(target(), MARIADB, COLLATION, "migrations.account", "refused the login of " + migrator);
  }

  @Test
  void an_account_for_migrations_that_reaches_live_data_is_a_doubt() throws Exception {
    grant();
    TestServers.run(root, "GRANT SELECT ON `" + live + "`.* TO " + migrator + "@'%'");

    assertThat(require(target(), MARIADB, COLLATION))
        .singleElement()
        .asString()
        .contains(migrator, "reaches " + live);
  }

  @Test
  void a_dump_without_the_history_of_migrations_is_told() throws Exception {
    grant();
    tables.remove("flyway_schema_history");
    refused(
        target(), MARIADB, COLLATION, "migrations.no-history", "no table flyway_schema_history");
    tables.put("flyway_schema_history", table(0, 30, 10));
    refused(target(), MARIADB, COLLATION, "migrations.no-history", "none of the rows");
    tables.remove("flyway_schema_history");

    Manifest manifest = manifest(MARIADB, COLLATION);
    new Readiness(Map.of("flyway.baselineOnMigrate", "true"), true, false)
        .require(target(), true, manifest);
    new Readiness(Map.of("flyway.table", "T"), true, false).require(target(), true, manifest);
    new Readiness(Map.of(), true, false).require(target(), false, manifest);
  }

  @Test
  void another_vendors_server_is_named() throws Exception {
    grant();

    assertThat(require(target(), MYSQL, COLLATION))
        .singleElement()
        .asString()
        .contains("the dump is of MySQL 9.7.0", "the target's server is MariaDB 1");
    refused(
        target(),
        MYSQL,
        "utf8mb4_zz_0900_ai_ci",
        "target.vendor",
        "utf8mb4_zz_0900_ai_ci",
        "the dump is of MySQL 9.7.0",
        "MariaDB 1");
  }

  @Test
  void a_row_that_the_server_does_not_take_is_refused_where_the_account_can_not_raise_it()
      throws Exception {
    grant();
    tables.put("files", table(3, 3, 900_000_000L));

    refused(
        target(),
        MARIADB,
        COLLATION,
        "target.packet",
        "src_" + live + ".files",
        "900",
        "max_allowed_packet");
    Target mighty = target(root);
    assertThat(require(mighty, MARIADB, COLLATION)).isEmpty();
    tables.put("files", table(3, 3, 1_200_000_000L));
    refused(mighty, MARIADB, COLLATION, "target.packet", "1.2 GB");
  }

  @Test
  void the_servers_limit_is_raised_as_far_as_a_dump_needs() throws Exception {
    try (Connection session = Sessions.open(root, "test server")) {
      long before = limit(session);
      tables.put("files", table(3, 3, before + 1_000_000));
      Manifest manifest = manifest(MARIADB, COLLATION);
      PacketSize packets = new PacketSize(session);
      try {
        assertThat(packets.raise(target(root), manifest).orElseThrow())
            .contains("from " + before + " to " + limit(session));
        assertThat(limit(session)).isBetween(before + 1_000_000, before + 3_000_000);
        assertThat(packets.raise(target(root), manifest)).isEmpty();
      } finally {
        Sessions.run(session, "SET GLOBAL max_allowed_packet = " + before);
      }
    }
  }

  @Test
  void a_dump_that_does_not_fit_on_the_servers_disk_is_refused() throws Exception {
    grant();
    FileEntry large = new FileEntry("rows", 1, "", 1L << 60);
    tables.put("t", new TableEntry(1, 1, "keep", List.of(), List.of(large), 1));

    refused(target(), MARIADB, COLLATION, "target.space", "free where its data lies");
    assertThatThrownBy(
            () ->
                new Readiness(Map.of(), true, true)
                    .require(target(), false, manifest(MARIADB, COLLATION)))
        .hasMessageContaining("in the live tables, and the dump's rows take");
  }

  private static long limit(Connection session) throws Exception {
    return Long.parseLong(
        new MovableTables(session).names("SELECT @@GLOBAL.max_allowed_packet").get(0));
  }

  private void grant() throws Exception {
    tables.put("flyway_schema_history", table(2, 2, 10));
    try (Connection session = Sessions.open(root, "test server")) {
      for (String grant : Grants.statements(target(), session)) {
        TestServers.run(root, grant);
      }
    }
  }

  private Target target() {
    return target(new ServerLogin(root.url(), loader, new Secret("pw")));
  }

  private Target target(ServerLogin login) {
    Target plain = RefreshFixture.target(login, live);
    return new Target(
        plain.name(),
        plain.login(),
        plain.schemas(),
        Set.of(),
        Map.of(),
        Optional.empty(),
        Optional.of(new ServerLogin(root.url(), migrator, new Secret("pw"))));
  }

  private List<String> require(Target target, String version, String collation) {
    return new Readiness(Map.of(), true, false).require(target, true, manifest(version, collation));
  }

  private void refused(
      Target target, String version, String collation, String code, String... told) {
    assertThatThrownBy(() -> require(target, version, collation))
        .isInstanceOfSatisfying(RehydrateException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(told);
  }

  private static TableEntry table(long rows, long before, long largest) {
    return new TableEntry(rows, before, "keep", List.of(), List.of(), largest);
  }

  private Manifest manifest(String version, String collation) {
    FileEntry none = new FileEntry("none", 0, "");
    Instant asOf = Instant.parse("2026-11-22T02:00:00Z");
    return new Manifest(
        DumpId.at(asOf),
        asOf,
        asOf,
        new Manifest.Source("server", "s", Optional.empty(), Optional.empty()),
        version,
        "",
        "",
        Map.of("src_" + live, new SchemaEntry("utf8mb4", collation, none, none, tables)),
        List.of(),
        Map.of());
  }
}
