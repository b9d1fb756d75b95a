package io.rehydrate.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rehydrate.dump.DumpId;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a night rehearses after it has published its dump, which stays as it is. */
class RehearsingNightTest {
  @TempDir Path folder;

  @Test
  void the_refs_that_match_are_rehearsed_the_newest_first_and_the_night_succeeds()
      throws Exception {
    List<String> notified = new CopyOnWriteArrayList<>();
    HttpServer listener = listener(notified);
    try (RehearsalHome home =
        RehearsalHome.in(
            folder,
            Map.of(
                "migrations.rehearse",
                "main, release/*",
                "migrations.rehearse-limit",
                "3, 30m",
                "notify.webhook",
                "http://127.0.0.1:" + listener.getAddress().getPort() + "/hook",
                "notify.on",
                "rehearsal-failed"))) {
      home.branch("release/old", Map.of());
      home.branch("other", Map.of("V2__x.sql", "not even SQL;\n"));
      home.branch("main", Map.of("V2__good.sql", "ALTER TABLE policies ADD COLUMN a INT;\n"));
      String bad = home.branch("release/bad", Map.of("V2__bad.sql", "DROP TABLE missing;\n"));
      home.branch("release/same", Map.of());

      Run night = home.night("2026-11-22T02:00:00Z");

      assertThat(night.failure()).isEmpty();
      assertThat(night.state()).isEqualTo(RunState.SUCCEEDED);
      DumpId dump = home.beans.store().latest().id();
      assertThat(home.beans.rehearsals().rehearsals().of(dump))
          .extracting(r -> r.ref() + " " + r.state())
          .containsExactlyInAnyOrder(
              "release/same ok", "release/bad failed", "main ok", "release/old not-run");
      assertThat(home.result("release/bad").statements())
          .extracting(RehearsedStatement::line)
          .hasSize(1);
      assertThat(home.result("release/old").problem().orElseThrow().code())
          .isEqualTo("rehearsal.limit");
      String log = home.log(night);
      assertThat(log.indexOf("the branch release/same"))
          .isLessThan(log.indexOf("the branch release/bad"));
      assertThat(log.indexOf("the branch release/bad")).isLessThan(log.indexOf("the branch main"));
      assertThat(log).contains("step prune", "step rehearse");
      home.requireNothingLeft();
      assertThat(notified)
          .singleElement()
          .asString()
          .contains("\"event\":\"rehearsal-failed\"", dump.value(), "branch release/bad")
          .contains("commit " + bad.substring(0, 7) + " by A Developer", "V2__bad.sql");

      // by day: what is known is not run again, what was not run is
      assertThat(
              home.beans
                  .rehearsals()
                  .known(home.beans.store().latest(), home.beans.rehearsals().ref("main")))
          .isPresent();
      assertThat(home.rehearse("release/old").failure()).isEmpty();
      assertThat(home.result("release/old").state()).isEqualTo(Rehearsal.State.OK);

      bad = home.branch("bad-by-day", Map.of("V2__day.sql", "DROP TABLE missing;\n"));
      assertThat(home.rehearse("bad-by-day").failure()).isPresent();
      assertThat(notified)
          .last()
          .asString()
          .contains("\"event\":\"rehearsal-failed\"", "bad-by-day", "V2__day.sql")
          .contains("The commit " + bad.substring(0, 7), "A Developer");
      assertThat(notified).hasSize(2);

      Path kept = home.beans.store().directory().resolve("rehearsals").resolve(dump.value());
      assertThat(kept).isDirectory();
      home.beans.store().remove(dump);
      assertThat(Files.exists(kept)).isFalse();
    } finally {
      listener.stop(0);
    }
  }

  /** Takes what the webhook sends. */
  private static HttpServer listener(List<String> bodies) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void a_night_that_can_t_rehearse_succeeds_and_the_refs_are_not_run() throws Exception {
    try (RehearsalHome home =
        RehearsalHome.in(
            folder, Map.of("migrations.rehearse", "main", "migrations.rehearse-limit", "1s"))) {
      home.branch("main", Map.of("V2__long.sql", "DO SLEEP(60);\n"));

      Run night = home.night("2026-11-22T02:00:00Z");

      assertThat(night.failure()).isEmpty();
      assertThat(home.result("main").state()).isEqualTo(Rehearsal.State.NOT_RUN);
      assertThat(home.result("main").problem().orElseThrow().code()).isEqualTo("rehearsal.limit");
      assertThat(List.copyOf(home.beans.store().list())).hasSize(1);
      home.requireNothingLeft();
    }
  }
}
