package io.rehydrate.clone;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.refresh.RefreshRequest;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.MySqlPrograms;
import io.rehydrate.support.MySqlServer;
import io.rehydrate.support.SharedBlocks;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestRepository;
import io.rehydrate.support.TestServers;
import io.rehydrate.users.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A home with a dump, a repository, and a folder for clones on a file system that shares blocks.
 */
final class CloneHome implements AutoCloseable {
  static final Person OPERATOR = Person.operator("olga", "cli");
  static final String DUMP = "20261121T020000Z";
  static final String USER = "nobody";

  /** A target that is a clone, with the first of the ports. */
  static final String TARGET = "staging";

  private static final String APPS_PASSWORD = "it's; the app's";

  final SharedBlocks blocks;
  final TestRepository repository;
  final String schema;
  final Path folder;
  private Beans beans;
  private Engine engine;

  private CloneHome(Path folder, Servers servers, SharedBlocks shared, Map<String, String> settings)
      throws Exception {
    this.folder = folder;
    schema = TestServers.newSchema(servers.source());
    TestServers.run(
        servers.source().withUrl(servers.source().url().withSchema(schema)),
        "CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(80))",
        "CREATE TABLE changes (id INT AUTO_INCREMENT PRIMARY KEY, customer_id INT)",
        "INSERT INTO customers WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
            + " WHERE i < 1000) SELECT i, 'somebody' FROM n",
        "CREATE TRIGGER noted AFTER UPDATE ON customers FOR EACH ROW"
            + " INSERT INTO changes (customer_id) VALUES (NEW.id)",
        "CREATE VIEW named AS SELECT name FROM customers",
        "CREATE FUNCTION customer_count() RETURNS INT READS SQL DATA"
            + " RETURN (SELECT COUNT(*) FROM customers)");
    blocks = shared;
    repository = new TestRepository(folder.resolve("git"));
    repository
        .file("db/migration/V2__note.sql", "ALTER TABLE customers ADD note VARCHAR(20)")
        .commit("refs/heads/main");
    repository
        .file("db/migration/V3__wrong.sql", "ALTER TABLE nothing ADD note VARCHAR(20)")
        .commit("refs/heads/wrong");
    repository.remove("db/migration/V3__wrong.sql");
    TestHome home =
        TestHome.in(folder, schema, servers.source(), servers.scratch())
            .set("tools.directory", servers.programs().toString())
            .plan("version: 1\nunlisted: { tables: keep, columns: keep }\n")
            .set("migrations.repository", repository.url())
            .set("flyway.baselineOnMigrate", "true")
            .set("clones.directory", blocks.clones().toString())
            .set("clones.server", servers.program().toString())
            .set("clones.user", USER)
            .set("clones.memory", "32M")
            .set("clones.ports", ports())
            .set("clones.per-user", "10")
            .set("target." + TARGET + ".clone", "true")
            .set("target." + TARGET + ".url", "jdbc:mysql://127.0.0.1:" + PORT + "/" + schema)
            .set("target." + TARGET + ".username", "app")
            .set("target." + TARGET + ".password", APPS_PASSWORD)
            .set("target." + TARGET + ".after", folder.resolve("after.sql").toString());
    Files.writeString(
        folder.resolve("after.sql"), "INSERT INTO changes (customer_id) VALUES (4711);\n");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      home.set(setting.getKey(), setting.getValue());
    }
    open();
    night("2026-11-21T02:00:00Z");
  }

  /** Of this process alone, below those that the system gives to clients. */
  private static final int PORT = 12_000 + (int) (ProcessHandle.current().pid() % 200) * 100;

  private static String ports() {
    return PORT + "-" + (PORT + 99);
  }

  static CloneHome in(Path folder, int megabytes, Map<String, String> settings) throws Exception {
    return on(SharedBlocks.create(megabytes), folder, settings);
  }

  /** On this file system, with the embedded servers. */
  static CloneHome on(SharedBlocks blocks, Path folder, Map<String, String> settings)
      throws Exception {
    return new CloneHome(
        folder,
        new Servers(
            TestServers.source().root(),
            TestServers.scratch().root(),
            TestServers.source().programs(),
            blocks.mariadb()),
        blocks,
        settings);
  }

  /** On MySQL, in containers; the program of their image also serves the clones. */
  static CloneHome onMySql(Path folder, int megabytes, Map<String, String> settings)
      throws Exception {
    SharedBlocks blocks = SharedBlocks.create(megabytes);
    return new CloneHome(
        folder,
        new Servers(
            MySqlServer.source(),
            MySqlServer.scratch(),
            MySqlPrograms.in(folder.resolve("tools"), folder),
            blocks.mysql()),
        blocks,
        settings);
  }

  /**
   * @param programs clients of the servers' vendor
   * @param program that serves clones
   */
  private record Servers(ServerLogin source, ServerLogin scratch, Path programs, Path program) {}

  /** Another process of the same home, as far as it matters. */
  void open() {
    beans =
        new Beans(
            SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", java.util.List.of());
    engine = Engine.foreground(beans);
  }

  void closeProcess() {
    engine.close();
    beans.close();
  }

  Beans beans() {
    return beans;
  }

  CloneParts parts() {
    return beans.clones().orElseThrow();
  }

  Clones clones() {
    return parts().clones();
  }

  void night(String asOf) {
    Run night = beans.nights().queue(new Actor("tester", "cli"), Instant.parse(asOf));
    engine.send("direct:night", night.id());
    assertThat(beans.journal().get(night.id()).failure()).isEmpty();
  }

  /** Runs what was queued to its end. */
  Run run(Run queued) {
    engine.send("direct:clone", queued.id());
    return beans.journal().get(queued.id());
  }

  /** Refreshes the target that is a clone, to the end. */
  Run refresh(String dump, String ref) {
    Run queued =
        beans
            .refreshes()
            .queue(
                OPERATOR,
                new RefreshRequest(
                    TARGET,
                    dump,
                    Optional.of(ref).filter(r -> !r.isEmpty()),
                    false,
                    Optional.empty()));
    engine.send("direct:refresh", queued.id());
    return beans.journal().get(queued.id());
  }

  /** As an application logs in to the target that is a clone. */
  ServerLogin application() {
    return beans.admission().target(TARGET).login();
  }

  Run create(String name, String ref) {
    return run(clones().create(OPERATOR, wish(name, ref)));
  }

  static Clones.Wish wish(String name, String ref) {
    return new Clones.Wish(
        new CloneName(name),
        "latest",
        Optional.of(ref).filter(r -> !r.isEmpty()),
        Optional.empty());
  }

  @Override
  public void close() throws Exception {
    closeProcess();
    blocks.close();
    repository.close();
  }
}
