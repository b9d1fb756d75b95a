package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestPorts;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of request files at a daemon. */
class InboxTest {

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
            .set("camel.management.port", Integer.toString(TestPorts.free()));
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
      drop("forged\u001b[31m\n2026-01-01T00:00:00Z ended.json", "{}");
      Files.createSymbolicLink(folder.resolve("inbox/link.json"), secret);

      for (String name : new String[] {"words", "half", "more"}) {
        assertRefused(name, 400, "request.invalid");
      }
      assertRefused("large", 400, "request.size");
      assertRefused("link", 400, "request.file");
      assertRefused("forged__31m_2026-01-01T00_00_00Z_ended", 400, "request.name");
      assertRefused("nowhere", 404, "target.unknown");
      assertRefused("nothing", 404, "dump.unknown");
      assertThat(problem("more.json").path("detail").asText()).contains("unknown field 'sql'");
      assertThat(secret).hasContent("{\"target\": \"canary-jane\"}");
      assertThat(folder.resolve("inbox/note.txt")).exists();
      CommandProcess runs = CommandProcess.start(folder, "runs", "--json");
      assertThat(runs.exitCode()).isZero();
      assertThat(new ObjectMapper().readTree(runs.output())).isEmpty();
    } finally {
      daemon.terminate();
    }
    assertThat(daemon.errors())
        .contains("The request forged__31m_2026")
        .doesNotContain("canary-jane", "\u001b")
        .doesNotContainPattern("(?m)^2026-01-01T00:00:00Z ended");
  }

  private void assertRefused(String name, int status, String code) throws IOException {
    Path failed = folder.resolve("inbox/failed/" + name + ".json");
    await().until(() -> Files.exists(failed, LinkOption.NOFOLLOW_LINKS));
    JsonNode problem = problem(name + ".json");
    assertThat(problem.path("status").asInt()).as(name).isEqualTo(status);
    assertThat(problem.path("code").asText()).as(name).isEqualTo(code);
    assertThat(problem.path("hint").asText()).as(name).isNotBlank();
    assertThat(problem.toString()).doesNotContain("canary-jane");
  }
}
