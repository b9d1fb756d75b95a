package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestProxy;
import io.rehydrate.support.TestRepository;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A home with a dump and a target that is reached through a {@link TestProxy}, by the two accounts
 * that {@code targets admit} asks for. The live schema holds the table {@code precious}.
 */
final class RefreshHome implements AutoCloseable {
  static final Actor TESTER = new Actor("tester", "cli");
  private static final String PASSWORD = "pw-" + "x".repeat(8);

  final String live = TestServers.newSchema(TestServers.target());
  final TestProxy proxy;
  final TestRepository repository;
  final Beans beans;
  private final Engine engine;

  private RefreshHome(Path folder, String schema, List<String> source, Map<String, String> settings)
      throws Exception {
    TestServers.run(
        TestServers.source().root().withUrl(TestServers.source().url().withSchema(schema)),
        source.toArray(String[]::new));
    proxy = TestProxy.to(TestServers.target().url());
    repository = new TestRepository(folder.resolve("git"));
    repository.file("db/migration/README.md", "none yet").commit("refs/heads/main");
    accounts();
    TestHome home =
        TestHome.in(folder, schema)
            .plan("version: 1\nunlisted: { tables: keep, columns: keep }\n")
            .secret("loader", PASSWORD)
            .set("target.dev.url", proxy.url() + "/" + live)
            .set("target.dev.username", loader())
            .set("target.dev.password-file", "loader")
            .set("target.dev.migration-username", migrator())
            .set("target.dev.migration-password-file", "loader")
            .set("migrations.repository", repository.url())
            .set("flyway.baselineOnMigrate", "true");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      home.set(setting.getKey(), setting.getValue());
    }
    beans = new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
    engine = Engine.foreground(beans);
    Run night = beans.nights().queue(TESTER, Instant.parse("2026-11-21T02:00:00Z"));
    engine.send("direct:night", night.id());
    assertThat(beans.journal().get(night.id()).failure()).isEmpty();
    for (String grant : beans.admission().admit("dev", TESTER).grants()) {
      TestServers.run(root(), grant);
    }
    beans.admission().admit("dev", TESTER);
    precious();
  }

  static RefreshHome in(Path folder, List<String> source) throws Exception {
    return in(folder, source, Map.of());
  }

  static RefreshHome in(Path folder, List<String> source, Map<String, String> settings)
      throws Exception {
    return in(folder, TestServers.newSchema(TestServers.source()), source, settings);
  }

  /**
   * @param schema of the source, where the statements run
   */
  static RefreshHome in(
      Path folder, String schema, List<String> source, Map<String, String> settings)
      throws Exception {
    return new RefreshHome(folder, schema, source, settings);
  }

  static ServerLogin root() {
    return TestServers.target().root();
  }

  String loader() {
    return "loader_" + live;
  }

  String migrator() {
    return "migrator_" + live;
  }

  ServerLogin migratorLogin() {
    return new ServerLogin(TestServers.target().url(), migrator(), new Secret(PASSWORD));
  }

  private void accounts() {
    for (String name : List.of(loader(), migrator())) {
      TestServers.run(
          root(), "CREATE OR REPLACE USER " + name + "@'%' IDENTIFIED BY '" + PASSWORD + "'");
    }
  }

  /** Puts the live schema back to what a developer had there. */
  void precious() {
    TestServers.run(
        root(),
        "DROP DATABASE IF EXISTS " + live,
        "CREATE DATABASE " + live,
        "CREATE TABLE " + live + ".precious (i INT PRIMARY KEY)",
        "INSERT INTO " + live + ".precious VALUES (1), (2), (3)");
  }

  /** A branch of its own with these migrations. */
  void branch(String name, Map<String, String> files) throws Exception {
    repository.remove("db/migration/README.md");
    for (Map.Entry<String, String> file : files.entrySet()) {
      repository.file("db/migration/" + file.getKey(), file.getValue());
    }
    repository.commit("refs/heads/" + name);
    files.keySet().forEach(file -> repository.remove("db/migration/" + file));
  }

  /** Runs a refresh to its end. */
  Run refresh(String ref) {
    Run queued = queue(ref);
    engine.send("direct:refresh", queued.id());
    return beans.journal().get(queued.id());
  }

  Run queue(String ref) {
    return beans
        .refreshes()
        .queue(
            TESTER,
            new RefreshRequest(
                "dev", "latest", java.util.Optional.of(ref).filter(r -> !r.isEmpty())));
  }

  void send(Run queued) {
    engine.send("direct:refresh", queued.id());
  }

  String log(Run run) throws Exception {
    return Files.readString(
        beans.settings().stateDirectory().resolve("runs").resolve(run.id() + ".log"));
  }

  List<String> query(String sql) {
    return query(root(), sql);
  }

  static List<String> query(ServerLogin login, String sql) {
    try (Connection session = Sessions.open(login, "test server")) {
      return RefreshFixture.rows(session, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    engine.close();
    beans.close();
    proxy.close();
    repository.close();
  }
}
