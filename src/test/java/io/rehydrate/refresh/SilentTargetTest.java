package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that stops answering, or never stops. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SilentTargetTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final List<String> SOURCE =
      List.of("CREATE TABLE t (i INT PRIMARY KEY)", "INSERT INTO t SELECT seq FROM seq_1_to_50");

  private RefreshHome home;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    home = RefreshHome.in(folder, SOURCE);
    home.branch("slow", Map.of("V2__slow.sql", "DO SLEEP(3000);\n"));
  }

  @AfterAll
  void stop() throws Exception {
    home.close();
  }

  @AfterEach
  void speak() {
    home.proxy.speakAgain();
    home.beans.recover();
    assertThat(home.query("SHOW DATABASES LIKE '" + home.live + "\\_\\_%'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 6, 9})
  void a_cancelled_refresh_ends_whatever_it_waits_for(int connection) {
    home.proxy.silentAt(home.proxy.connections() + connection);
    Run queued = home.queue("");
    CompletableFuture<Void> refresh = CompletableFuture.runAsync(() -> home.send(queued));
    int before = home.proxy.connections();
    await().until(() -> home.proxy.connections() >= before + connection - 1);

    home.beans.runs().cancel(queued.id(), RefreshHome.TESTER);

    assertThat(refresh).succeedsWithin(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(home.beans.journal().get(queued.id()).state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void migrations_that_wait_for_a_silent_server_end_with_their_run() {
    Run queued = home.queue("slow");
    CompletableFuture<Void> refresh = CompletableFuture.runAsync(() -> home.send(queued));
    await()
        .until(
            () ->
                !home.query(
                        "SELECT id FROM information_schema.processlist WHERE info LIKE 'DO"
                            + " SLEEP(3000)%'")
                    .isEmpty());
    home.proxy.fallSilent();

    home.beans.runs().cancel(queued.id(), RefreshHome.TESTER);

    assertThat(refresh).succeedsWithin(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(home.beans.journal().get(queued.id()).state()).isEqualTo(RunState.CANCELLED);
    home.proxy.speakAgain();
    home.beans.recover();
    assertThat(
            home.query(
                "SELECT id FROM information_schema.processlist WHERE info LIKE 'DO SLEEP(3000)%'"))
        .isEmpty();
  }

  @Test
  void admission_ends_where_nobody_answers() {
    home.proxy.fallSilent();

    CompletableFuture<?> admission =
        CompletableFuture.runAsync(() -> home.beans.admission().admit("dev", RefreshHome.TESTER));

    assertThat(admission)
        .failsWithin(SOON.toSeconds(), TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("server.unreachable"));
  }

  @Test
  void an_answer_without_an_end_is_cut_off() {
    TestServers.run(
        RefreshHome.root(),
        "CREATE OR REPLACE DATABASE e",
        "CREATE VIEW e.e AS SELECT REPEAT('x', 100) FROM e.seq_1_to_1000000000",
        "GRANT SELECT ON e.* TO " + home.loader() + "@'%'");
    home.proxy.rewriting(Map.of("SELECT @@hostname", "SELECT * FROM e.e"));
    try {
      assertThatThrownBy(() -> home.beans.admission().admit("dev", RefreshHome.TESTER))
          .isInstanceOf(StageFailedException.class)
          .hasMessageContaining("larger than any");
    } finally {
      home.proxy.rewriting(Map.of());
      TestServers.run(RefreshHome.root(), "DROP DATABASE e");
    }
  }
}
