package io.rehydrate.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.doctor.Check.Level;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.settings.Settings;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.TestServers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final Actor OPERATOR = new Actor("ops", "cli");
  private static final String PASSWORD = "canary-Pw-81";

  @TempDir Path folder;
  private final EmbeddedMariaDb source = TestServers.source();
  private final EmbeddedMariaDb target = TestServers.target();
  private String schema;
  private String live;
  private HomeFolder home;

  @BeforeEach
  void settle() {
    schema = TestServers.newSchema(source);
    live = TestServers.newSchema(target);
    String reader = "reader_" + schema;
    account(source, reader);
    TestServers.run(
        source.root(),
        "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON " + schema + ".* TO " + reader + "@'%'",
        "GRANT RELOAD ON *.* TO " + reader + "@'%'");
    String loader = "loader_" + live;
    String migrator = "migrator_" + live;
    account(target, loader);
    account(target, migrator);
    for (String name : List.of(live, live + "\\_\\_incoming", live + "\\_\\_outgoing")) {
      TestServers.run(
          target.root(), "GRANT ALL PRIVILEGES ON `" + name + "`.* TO " + loader + "@'%'");
    }
    TestServers.run(
        target.root(),
        "GRANT ALL PRIVILEGES ON `" + live + "\\_\\_incoming`.* TO " + migrator + "@'%'");
    home =
        HomeFolder.in(folder)
            .with("source.url", source.url() + "/" + schema)
            .with("source.username", reader)
            .with("source.password", PASSWORD)
            .with("scratch.url", TestServers.scratch().url())
            .with("scratch.username", "root")
            .with("scratch.password", TestServers.scratch().root().password().reveal())
            .with("tools.directory", source.programs())
            .with("target.dev.url", target.url() + "/" + live)
            .with("target.dev.username", loader)
            .with("target.dev.password", PASSWORD)
            .with("target.dev.migration-username", migrator)
            .with("target.dev.migration-password", PASSWORD)
            .with("mask.key-file", "mask.key")
            .withFile("mask.key", "0123456789abcdef0123456789abcdef", "rw-------");
  }

  private static void account(EmbeddedMariaDb server, String name) {
    TestServers.run(
        server.root(), "CREATE OR REPLACE USER " + name + "@'%' IDENTIFIED BY '" + PASSWORD + "'");
  }

  private Map<String, Check> run(Duration deadline) {
    Settings settings = home.read();
    try (Beans beans = new Beans(settings, Clock.systemUTC(), "test", List.of())) {
      if (settings.targets().values().stream()
          .anyMatch(t -> t.login().url().equals(target.url().withSchema(live)))) {
        beans.admission().admit("dev", OPERATOR);
      }
      return byName(
          Doctor.run(
              settings,
              Clock.systemUTC(),
              Optional.of(beans.admissions()),
              Optional.of(beans.store()),
              deadline));
    }
  }

  private Map<String, Check> run() {
    return run(Duration.ofSeconds(60));
  }

  private static Map<String, Check> byName(List<Check> checks) {
    assertThat(checks).noneMatch(c -> c.toString().contains(PASSWORD));
    return checks.stream().collect(Collectors.toMap(Check::name, Function.identity()));
  }

  @Test
  void a_home_in_good_order_has_no_failure_and_leaves_nothing_on_the_scratch() throws Exception {
    Map<String, Check> checks = run();
    assertThat(checks.values()).filteredOn(c -> c.level() == Level.FAIL).isEmpty();
    assertThat(checks.get("source account").level()).isEqualTo(Level.OK);
    assertThat(checks.get("source schema " + schema).level()).isEqualTo(Level.OK);
    assertThat(checks.get("source lock").level()).isEqualTo(Level.OK);
    assertThat(checks.get("scratch identity").level()).isEqualTo(Level.OK);
    assertThat(checks.get("scratch rights").level()).isEqualTo(Level.OK);
    assertThat(checks.get("scratch space").level()).isEqualTo(Level.OK);
    assertThat(checks.get("scratch space").message()).contains(" free where its data lies");
    assertThat(checks.get("target dev identity").message()).isEqualTo("admitted");
    assertThat(checks.get("target dev account").level()).isEqualTo(Level.OK);
    assertThat(checks.get("target dev migration account").level()).isEqualTo(Level.OK);
    assertThat(checks.get("target dev account at the source").level()).isEqualTo(Level.OK);
    assertThat(checks.get("dump program").level()).isEqualTo(Level.OK);
    assertThat(checks.get("mask key").level()).isEqualTo(Level.OK);
    try (Connection scratch = Sessions.open(TestServers.scratch().root(), "scratch");
        ResultSet left =
            scratch.createStatement().executeQuery("SHOW DATABASES LIKE 'rehydrate\\_doctor%'")) {
      assertThat(left.next()).isFalse();
    }
  }

  @Test
  void an_account_that_may_write_to_the_source_is_told_and_one_that_may_not_read_fails() {
    TestServers.run(source.root(), "GRANT UPDATE ON " + schema + ".* TO reader_" + schema + "@'%'");
    assertThat(run().get("source account").message()).contains("may write: UPDATE");

    TestServers.run(
        source.root(), "REVOKE SELECT ON " + schema + ".* FROM reader_" + schema + "@'%'");
    assertThat(run().get("source schema " + schema).level()).isEqualTo(Level.FAIL);
  }

  @Test
  void a_wrong_password_is_one_failure_and_the_rest_is_still_examined() {
    home.with("source.password", "canary-other");
    Map<String, Check> checks = run();
    assertThat(checks.get("source").level()).isEqualTo(Level.FAIL);
    assertThat(checks.get("source").message()).contains("refused the login");
    assertThat(checks.get("store").level()).isNotEqualTo(Level.FAIL);
    assertThat(checks.values()).noneMatch(c -> c.toString().contains("canary-other"));
  }

  @Test
  void a_scratch_that_is_the_source_under_another_name_fails() {
    home.with("scratch.url", "jdbc:mysql://localhost:" + source.url().port())
        .with("scratch.username", "reader_" + schema)
        .with("scratch.password", PASSWORD);
    assertThat(run().get("scratch identity").level()).isEqualTo(Level.FAIL);
  }

  @Test
  void a_targets_account_that_can_log_in_to_the_source_fails() {
    account(source, "loader_" + live);
    assertThat(run().get("target dev account at the source").level()).isEqualTo(Level.FAIL);
  }

  @Test
  void a_migration_account_that_reaches_the_live_schema_fails() {
    TestServers.run(target.root(), "GRANT SELECT ON " + live + ".* TO migrator_" + live + "@'%'");
    assertThat(run().get("target dev migration account").level()).isEqualTo(Level.FAIL);
  }

  @Test
  void a_target_that_was_never_admitted_is_told_and_one_that_is_the_source_fails() {
    home.with("target.dev.url", "jdbc:mysql://localhost:" + target.url().port() + "/" + live);
    assertThat(run().get("target dev identity").message()).contains("never admitted");

    account(source, "loader_" + live);
    home.with("target.dev.url", "jdbc:mysql://localhost:" + source.url().port() + "/" + schema);
    assertThat(run().get("target dev identity").level()).isEqualTo(Level.FAIL);
  }

  @Test
  void a_store_folder_of_foreign_files_and_a_mask_key_that_can_be_guessed_fail() throws Exception {
    Files.createDirectory(folder.resolve("store"));
    Files.writeString(folder.resolve("store/thesis.txt"), "x");
    home.withFile("mask.key", "a".repeat(40), "rw-------");
    Map<String, Check> checks = run();
    assertThat(checks.get("store").level()).isEqualTo(Level.FAIL);
    assertThat(checks.get("mask key").message()).contains("can be guessed");
  }

  @Test
  void a_server_that_takes_the_connection_and_never_speaks_ends_with_the_deadline()
      throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      home.with("source.url", "jdbc:mysql://127.0.0.1:" + silent.getLocalPort() + "/" + schema)
          .with("target.dev.url", "jdbc:mysql://127.0.0.1:" + silent.getLocalPort() + "/" + live);
      long since = System.nanoTime();
      Map<String, Check> checks = run(Duration.ofSeconds(5));
      assertThat(checks.get("source").level()).isEqualTo(Level.FAIL);
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void without_a_state_database_the_rest_is_examined() {
    Map<String, Check> checks =
        byName(Doctor.run(home.read(), Clock.systemUTC(), Optional.empty(), Optional.empty()));
    assertThat(checks.get("state").level()).isEqualTo(Level.OK);
    assertThat(checks.get("target dev identity").level()).isEqualTo(Level.WARN);
  }

  @Test
  void a_clock_that_is_far_off_is_told() {
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5));
    Map<String, Check> checks =
        byName(Doctor.run(home.read(), late, Optional.empty(), Optional.empty()));
    assertThat(checks.get("source clock").level()).isEqualTo(Level.WARN);
  }
}
