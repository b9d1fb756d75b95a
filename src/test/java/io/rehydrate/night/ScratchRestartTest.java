package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scratch need not be safe: what it was told before it was restarted may be gone. */
class ScratchRestartTest {
  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: keep }
      core: { orders: {} }
      relations:
        - "lines.order_id -> orders.id when SHA2(REPEAT(order_id, 9000000), 512) <> CONCAT(SHA2(REPEAT(order_id, 9000001), 512), SHA2(REPEAT(order_id, 9000002), 512))"
        - parts.line_id -> lines.id
        - tags.part_id -> parts.id
      """;

  @TempDir Path folder;

  @Test
  void a_night_whose_scratch_is_restarted_ends_and_publishes_nothing() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE orders (id INT PRIMARY KEY)",
        "CREATE TABLE `lines` (id INT PRIMARY KEY, order_id INT)",
        "CREATE TABLE parts (id INT PRIMARY KEY, line_id INT)",
        "CREATE TABLE tags (id INT PRIMARY KEY, part_id INT)",
        "INSERT INTO orders VALUES (1), (2)",
        "INSERT INTO `lines` SELECT seq, 1 FROM seq_1_to_20");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    EmbeddedMariaDb scratch = start(port);
    try {
      TestServers.run(
          scratch.root(),
          "CREATE USER night@'127.0.0.1' IDENTIFIED BY 'nightly'",
          "GRANT ALL ON *.* TO night@'127.0.0.1'");
      TestHome home =
          TestHome.in(folder.resolve("home"), schema)
              .plan(PLAN)
              .secret("night.password", "nightly")
              .set("scratch.url", scratch.url().toString())
              .set("scratch.username", "night")
              .set("scratch.password-file", "night.password");
      try (Beans beans =
              new Beans(
                  SettingsReader.read(home.path(), Map.of()),
                  Clock.systemUTC(),
                  "test",
                  List.of());
          Engine engine = Engine.foreground(beans)) {
        Run queued =
            beans.nights().queue(new Actor("tester", "cli"), Instant.parse("2026-11-22T02:00:00Z"));
        CompletableFuture<Void> night =
            CompletableFuture.runAsync(() -> engine.send("direct:night", queued.id()));
        Path log = home.path().resolve("state/runs/" + queued.id() + ".log");
        await().until(() -> Files.exists(log) && Files.readString(log).contains("stage grow"));

        scratch.close();
        scratch = start(port);
        night.get(120, TimeUnit.SECONDS);

        Run run = beans.journal().get(queued.id());
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.failure().orElseThrow().code()).isEqualTo("scratch.restarted");
        assertThat(beans.store().list()).isEmpty();
        assertThat(beans.journal().resources(queued.id())).isEmpty();
      }
    } finally {
      scratch.close();
    }
  }

  private EmbeddedMariaDb start(int port) {
    return EmbeddedMariaDb.start(
        Path.of("target", "mariadb").toAbsolutePath(),
        // a server in the folder for temporary files takes its data along when it ends
        Path.of("target", "test-servers", "restarted-" + ProcessHandle.current().pid())
            .toAbsolutePath(),
        List.of("--innodb-buffer-pool-size=64M", "--server-id=77"),
        port);
  }
}
