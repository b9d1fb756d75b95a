package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.BusyException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.RunId;
import io.rehydrate.run.State;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.KnownStores;
import io.rehydrate.store.Staging;
import io.rehydrate.store.Store;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of request files, at a daemon and at the bean that its route calls. */
class InboxTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final DumpId DUMP = new DumpId("20260101T020000Z");

  @TempDir Path folder;

  private JsonNode problem(String name) throws IOException {
    Path file = folder.resolve("inbox/failed/" + name + ".problem.json");
    return new ObjectMapper().readTree(file.toFile());
  }

  private void drop(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.move(file, folder.resolve("inbox").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void a_daemon_refuses_what_it_can_not_use_and_says_why_beside_it() throws Exception {
    TestHome home =
        TestHome.in(folder, TestServers.newSchema(TestServers.source()))
            .target("dev", TestServers.target().root(), TestServers.newSchema(TestServers.target()))
            .set("camel.management.port", Integer.toString(freePort()));
    home.plan("version: 1\ncore: {}\n");
    Files.createDirectories(folder.resolve("inbox"));
    Path secret = Files.writeString(folder.resolve("secret.txt"), "{\"target\": \"canary-jane\"}");
    CommandProcess daemon = CommandProcess.start(folder, "start");
    try {
      assertThat(daemon.said("is up")).as(daemon.errors()).isTrue();

      drop("words.json", "please refresh canary-jane");
      drop("half.json", "{\"target\": \"dev\", \"du");
      drop("more.json", "{\"target\": \"dev\", \"sql\": \"canary-jane\"}");
      drop("large.json", "{\"target\": \"" + "canary-jane".repeat(7_000) + "\"}");
      drop("nowhere.json", "{\"target\": \"nowhere\"}");
      drop("nothing.json", "{\"target\": \"dev\", \"dump\": \"20250101T020000Z\"}");
      drop("note.txt", "{\"target\": \"dev\"}");
      Files.createSymbolicLink(folder.resolve("inbox/link.json"), secret);

      for (String name : new String[] {"words", "half", "more"}) {
        assertRefused(name, 400, "request.invalid");
      }
      assertRefused("large", 400, "request.size");
      assertRefused("link", 400, "request.file");
      assertRefused("nowhere", 404, "target.unknown");
      assertRefused("nothing", 404, "dump.unknown");
      assertThat(secret).hasContent("{\"target\": \"canary-jane\"}");
      assertThat(folder.resolve("inbox/note.txt")).exists();
      CommandProcess runs = CommandProcess.start(folder, "runs", "--json");
      assertThat(runs.exitCode()).isZero();
      assertThat(new ObjectMapper().readTree(runs.output())).isEmpty();
    } finally {
      daemon.terminate();
    }
    assertThat(daemon.errors()).doesNotContain("canary-jane");
  }

  private void assertRefused(String name, int status, String code) throws IOException {
    Path failed = folder.resolve("inbox/failed/" + name + ".json");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(failed, LinkOption.NOFOLLOW_LINKS));
    JsonNode problem = problem(name + ".json");
    assertThat(problem.path("status").asInt()).as(name).isEqualTo(status);
    assertThat(problem.path("code").asText()).as(name).isEqualTo(code);
    assertThat(problem.path("hint").asText()).as(name).isNotBlank();
    assertThat(problem.toString()).doesNotContain("canary-jane");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_full_queue_has_the_status_that_http_gives_it() throws Exception {
    Settings settings = HomeFolder.in(folder).withTarget("dev").read();
    try (State state = State.open(settings.state())) {
      Journal journal = new Journal(state, Clock.systemUTC());
      Store store =
          new Store(folder.resolve("store"), Clock.systemUTC(), KnownStores.of(journal, TESTER));
      Staging staging = store.stage(RunId.at(Instant.now(Clock.systemUTC())), DUMP);
      store.publish(staging, Dumps.small(staging.folder(), DUMP));
      Admission admission =
          new Admission(
              settings.targets(),
              settings.source().login(),
              new JournalAdmissions(journal),
              TargetSessions.byLogin());
      Inbox inbox =
          new Inbox(
              new Refreshes(admission, store, Optional.empty(), journal), folder.resolve("inbox"));
      Path file = Files.writeString(folder.resolve("ask.json"), "{\"target\": \"dev\"}");
      for (int i = 0; i < 10; i++) {
        inbox.take(file.toString(), "ask.json");
      }

      assertThatThrownBy(() -> inbox.take(file.toString(), "ask.json"))
          .isInstanceOf(BusyException.class);

      assertThat(problem("ask.json").path("status").asInt()).isEqualTo(429);
      assertThat(problem("ask.json").path("code").asText()).isEqualTo("queue.full");
    }
  }
}
