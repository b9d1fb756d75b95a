package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.exec.ServerProcesses;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.SharedBlocks;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestPorts;
import io.rehydrate.support.TestRepository;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target's server that dies, is restarted, or fills up in the middle of a refresh. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DyingTargetTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int ROWS = 8_000;
  private static final int MEGABYTES = 260;

  /** Room for the table, and not for two of it. */
  private static final int ONCE = 28;

  private final boolean mounts = "root".equals(System.getProperty("user.name"));
  private final int port = TestPorts.free();

  /** A server in the folder for temporary files takes its data along when it ends. */
  private final Path disk =
      Path.of("target", "test-servers", "dying-" + ProcessHandle.current().pid()).toAbsolutePath();

  private Path home;
  private EmbeddedMariaDb server;
  private ServerLogin login;
  private TestRepository repository;
  private Beans beans;
  private Engine engine;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    home = folder;
    Files.createDirectories(disk);
    if (mounts) {
      SharedBlocks.run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "none", "" + disk);
    }
    startServer();
    login = new ServerLogin(server.url(), "dev", new Secret("a-word-of-dev"));
    TestServers.run(
        server.root(),
        "CREATE USER dev@'127.0.0.1' IDENTIFIED BY '" + login.password().reveal() + "'",
        "GRANT ALL ON *.* TO dev@'127.0.0.1'",
        "CREATE DATABASE live",
        "CREATE TABLE live.precious (i INT PRIMARY KEY)",
        "INSERT INTO live.precious VALUES (1), (2), (3)");
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE t (i INT PRIMARY KEY, v VARCHAR(2000))",
        "INSERT INTO t SELECT seq, REPEAT(MD5(seq), 60) FROM seq_1_to_" + ROWS);
    repository = new TestRepository(folder.resolve("git"));
    migration("slow", "DO SLEEP(3000);\n");
    migration("copy", "ALTER TABLE t FORCE, ALGORITHM=COPY;\n");
    migration("main", "ALTER TABLE t ADD c INT;\n");
    TestHome.in(folder, schema)
        .plan("version: 1\nunlisted: { tables: keep, columns: keep }\n")
        .target("dev", login, "live")
        .set("migrations.repository", repository.url())
        .set("flyway.baselineOnMigrate", "true");
    beans = new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
    engine = Engine.foreground(beans);
    Run night = beans.nights().queue(TESTER, Instant.parse("2026-11-21T02:00:00Z"));
    engine.send("direct:night", night.id());
    assertThat(beans.journal().get(night.id()).failure()).isEmpty();
    beans.admission().admit("dev", TESTER);
  }

  private void migration(String branch, String text) throws Exception {
    repository.file("db/migration/V2__" + branch + ".sql", text).commit("refs/heads/" + branch);
    repository.remove("db/migration/V2__" + branch + ".sql");
  }

  private void startServer() {
    server =
        EmbeddedMariaDb.start(
            Path.of("target", "mariadb").toAbsolutePath(),
            disk.resolve("data"),
            List.of(
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=8M",
                "--innodb-flush-log-at-trx-commit=0",
                "--server-id=78",
                // the server ends itself where it can't write a temporary file
                "--tmpdir=" + home),
            port);
  }

  private void killServer() {
    ServerProcesses.of(disk.resolve("data"))
        .ifPresent(process -> ServerProcesses.end(process, Duration.ZERO));
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable part : new AutoCloseable[] {engine, beans, repository, server}) {
      if (part != null) {
        part.close();
      }
    }
    if (mounts) {
      SharedBlocks.run("umount", disk.toString());
    }
  }

  @AfterEach
  void the_target_is_as_it_was_and_the_next_refresh_succeeds() throws Exception {
    assertThat(query("SELECT i FROM live.precious")).containsExactly("1|", "2|", "3|");
    Run next = queue("main");
    engine.send("direct:refresh", next.id());
    assertThat(beans.journal().get(next.id()).failure()).isEmpty();
    assertThat(query("SELECT COUNT(c), COUNT(*) FROM live.t")).containsExactly("0|" + ROWS + "|");
    assertThat(query("SHOW DATABASES LIKE 'live\\_\\_%'")).isEmpty();
    beans.recover(); // as a command or the daemon's start does
    assertThat(beans.journal().runsWithResources()).isEmpty();
    assertThat(query("SELECT COUNT(*) FROM live.t")).containsExactly(ROWS + "|");
    TestServers.run(
        login,
        "DROP DATABASE live",
        "CREATE DATABASE live",
        "CREATE TABLE live.precious (i INT PRIMARY KEY)",
        "INSERT INTO live.precious VALUES (1), (2), (3)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "migrate"})
  void one_that_dies_is_named(String step) throws Exception {
    Run queued = queue("slow");
    CompletableFuture<Void> refresh = at(step, queued);

    killServer();

    assertThat(refresh).succeedsWithin(SOON.toSeconds(), TimeUnit.SECONDS);
    assertFailed(queued, step, "server.lost", "ended");
    startServer();
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "migrate"})
  void one_that_is_restarted_is_named(String step) throws Exception {
    Run queued = queue("slow");
    CompletableFuture<Void> refresh = at(step, queued);

    killServer();
    startServer();

    assertThat(refresh).succeedsWithin(SOON.toSeconds(), TimeUnit.SECONDS);
    assertFailed(queued, step, "server.lost", "ended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "migrate"})
  void one_that_fills_up_is_named(String step) throws Exception {
    Assumptions.assumeTrue(mounts, "only root mounts a small file system");
    Path filler = disk.resolve("filler");
    Run queued = queue("copy");
    CompletableFuture<Void> refresh;
    leave(ONCE, filler);
    if (step.equals("load")) {
      refresh = at(step, queued);
      fillUp(filler, refresh);
    } else {
      refresh = CompletableFuture.runAsync(() -> engine.send("direct:refresh", queued.id()));
    }

    assertThat(refresh).succeedsWithin(SOON.toSeconds(), TimeUnit.SECONDS);
    Files.deleteIfExists(filler);
    assertFailed(queued, step, "server.full", "no room");
  }

  private void leave(int megabytes, Path filler) throws Exception {
    long left = Files.getFileStore(disk).getUsableSpace() - ((long) megabytes << 20);
    SharedBlocks.run("fallocate", "-l", Long.toString(left), filler.toString());
  }

  /** Takes all room that is left as long as a refresh runs. */
  private static void fillUp(Path filler, CompletableFuture<Void> refresh) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              try {
                Files.write(filler, new byte[1 << 18], StandardOpenOption.APPEND);
              } catch (IOException e) {
                // it is full
              }
              return refresh.isDone();
            });
  }

  private void assertFailed(Run queued, String step, String code, String message) {
    Run run = beans.journal().get(queued.id());
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.step()).isEqualTo(step);
    assertThat(run.failure())
        .hasValueSatisfying(
            why -> {
              assertThat(why.code()).as(why.message()).isEqualTo(code);
              assertThat(why.exitCode()).isEqualTo(1);
              assertThat(why.message()).contains("the target dev at 127.0.0.1:" + port, message);
              assertThat(why.hint()).startsWith("The target is as it was; ");
            });
  }

  private Run queue(String ref) {
    return beans.refreshes().queue(TESTER, new RefreshRequest("dev", "latest", Optional.of(ref)));
  }

  /** Runs a refresh until it is in the middle of a step. */
  private CompletableFuture<Void> at(String step, Run queued) {
    CompletableFuture<Void> refresh =
        CompletableFuture.runAsync(() -> engine.send("direct:refresh", queued.id()));
    String middle =
        step.equals("load")
            ? "SELECT 1 FROM live__incoming.t LIMIT 1"
            : "SELECT 1 FROM information_schema.processlist WHERE info LIKE 'DO SLEEP(3000)%'";
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> refresh.isDone() || hasRows(middle));
    assertThat(refresh).isNotDone();
    return refresh;
  }

  private boolean hasRows(String sql) {
    try (Connection session = Sessions.open(login, "test server");
        Statement statement = session.createStatement()) {
      statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED");
      return statement.executeQuery(sql).next();
    } catch (SQLException e) {
      return false; // there is no such table yet
    }
  }

  private List<String> query(String sql) {
    return RefreshHome.query(login, sql);
  }
}
