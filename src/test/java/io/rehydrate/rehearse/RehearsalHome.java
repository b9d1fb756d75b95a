package io.rehydrate.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestRepository;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A home with a repository of migrations and, once a night has run, a dump. */
final class RehearsalHome implements AutoCloseable {
  static final Actor TESTER = new Actor("tester", "cli");
  static final String FIRST = "V1__first.sql";

  final String schema = TestServers.newSchema(TestServers.source());
  final TestRepository repository;
  final TestHome home;
  final Beans beans;
  final Engine engine;

  private RehearsalHome(Path folder, Map<String, String> settings) throws Exception {
    TestServers.run(
        TestServers.source().root().withUrl(TestServers.source().url().withSchema(schema)),
        "CREATE TABLE policies (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50), note"
            + " VARCHAR(50))",
        "INSERT INTO policies (name, note) SELECT CONCAT('n', seq), 'x' FROM seq_1_to_50",
        "CREATE VIEW names AS SELECT name FROM policies",
        "CREATE TABLE flyway_schema_history (installed_rank INT NOT NULL PRIMARY KEY, version"
            + " VARCHAR(50), description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL, script"
            + " VARCHAR(1000) NOT NULL, checksum INT, installed_by VARCHAR(100) NOT NULL,"
            + " installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, execution_time INT NOT"
            + " NULL, success TINYINT(1) NOT NULL)",
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success) VALUES (1, '1', 'base', 'BASELINE',"
            + " 'base', 'root', 0, 1)");
    repository = new TestRepository(folder.resolve("git"));
    home =
        TestHome.in(folder, schema)
            .plan("version: 1\nunlisted: { tables: keep, columns: keep }\n")
            .set("migrations.repository", repository.url());
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      home.set(setting.getKey(), setting.getValue());
    }
    beans = new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
    engine = Engine.foreground(beans);
  }

  static RehearsalHome in(Path folder, Map<String, String> settings) throws Exception {
    return new RehearsalHome(folder, settings);
  }

  /** A branch with these files in addition to the first, which production has. */
  String branch(String name, Map<String, String> files) throws Exception {
    repository.file("db/migration/" + FIRST, "SELECT 1;\n");
    for (Map.Entry<String, String> file : files.entrySet()) {
      repository.file("db/migration/" + file.getKey(), file.getValue());
    }
    String commit = repository.commit("refs/heads/" + name);
    files.keySet().forEach(file -> repository.remove("db/migration/" + file));
    return commit;
  }

  /** The name of a branch without pending migrations. */
  String ref(String name) throws Exception {
    branch(name, Map.of());
    return name;
  }

  Run night(String asOf) {
    Run night = beans.nights().queue(TESTER, Instant.parse(asOf));
    engine.send("direct:night", night.id());
    return beans.journal().get(night.id());
  }

  Run rehearse(String ref) {
    StoredDump dump = beans.store().latest();
    Run queued = beans.rehearsals().queue(TESTER, dump, beans.rehearsals().ref(ref));
    engine.send("direct:rehearsal", queued.id());
    return beans.journal().get(queued.id());
  }

  Rehearsal result(String ref) {
    return beans
        .rehearsals()
        .rehearsals()
        .of(beans.store().latest().id(), "branch", ref)
        .orElseThrow();
  }

  String log(Run run) {
    return beans.runs().log(run.id()).read(0).text();
  }

  /** Schemas and accounts of rehearsals that are on the scratch server. */
  static List<String> left() throws Exception {
    return scratch(
        "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE"
            + " 'rehydrate\\_%\\_r%' UNION ALL SELECT CONCAT(user, '@', host) FROM mysql.user WHERE"
            + " user LIKE 'rehydrate\\_2%'");
  }

  static List<String> scratch(String query) throws Exception {
    return query(TestServers.scratch().root(), query);
  }

  static List<String> query(ServerLogin server, String query) throws Exception {
    try (Connection session = Sessions.open(server, "test");
        Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  void requireNothingLeft() throws Exception {
    assertThat(left()).isEmpty();
    assertThat(beans.journal().runsWithResources()).isEmpty();
  }

  @Override
  public void close() throws Exception {
    engine.close();
    beans.close();
    repository.close();
  }
}
