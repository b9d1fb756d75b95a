package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command ends with when its routes fail after the run. */
class ForegroundTest {
  /** A run without steps; afterwards comes the endpoint that the test gives. */
  private static final String EMPTY_RUN =
      """
      - route:
          id: empty-run
          from:
            uri: direct:empty-run
            steps:
              - setVariable:
                  name: run
                  expression: { method: { ref: runs, method: begin } }
              - bean: { ref: probe, method: accomplish }
              - bean: { ref: runs, method: end }
              - to: { uri: "%s" }
      """;

  /** Stands for the steps of a night. */
  public static final class Probe {
    public void accomplish(@Variable("run") ActiveRun run) {
      run.accomplished();
    }
  }

  @TempDir Path folder;
  private Beans beans;

  @BeforeEach
  void open() throws IOException {
    TestHome.reading(
        folder,
        "shop",
        new ServerLogin(ServerUrl.parse("jdbc:mysql://127.0.0.1:2"), "nobody", new Secret("x")));
    Path notify = folder.resolve("routes/notify.camel.yaml");
    String shipped = Files.readString(notify);
    String step = "        - multicast:";
    assertThat(shipped).containsOnlyOnce(step);
    String mail = "        - to: { uri: \"http://127.0.0.1:1/mail\" }\n";
    Files.writeString(notify, shipped.replace(step, mail + step));
    beans = new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
    beans.byName().put("probe", new Probe());
  }

  @AfterEach
  void close() {
    beans.close();
  }

  private int exitCode(String afterwards) throws IOException {
    Files.writeString(folder.resolve("routes/own.camel.yaml"), EMPTY_RUN.formatted(afterwards));
    Run queued =
        beans
            .journal()
            .queueNight(new Actor("jane", "cli"), "night:x", Instant.parse("2026-11-22T02:00:00Z"));
    int code = Foreground.run(beans, "direct:empty-run", queued, new ArrayList<>()::add);
    assertThat(beans.journal().get(queued.id()).state()).isEqualTo(RunState.SUCCEEDED);
    return code;
  }

  @Test
  void a_channel_that_fails_does_not_change_how_a_run_ended() throws IOException {
    assertThat(exitCode("direct:notify")).isZero();
  }

  @Test
  void nor_does_any_other_failure_after_the_run() throws IOException {
    assertThat(exitCode("http://127.0.0.1:1/own")).isZero();
  }

  @Test
  void a_failure_before_the_run_began_is_one() {
    Run queued =
        beans
            .journal()
            .queueNight(new Actor("jane", "cli"), "night:x", Instant.parse("2026-11-22T02:00:00Z"));

    assertThatThrownBy(
        () -> Foreground.run(beans, "http://127.0.0.1:1/own", queued, new ArrayList<>()::add));

    assertThat(beans.journal().get(queued.id()).state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void a_sentence_to_a_channel_that_fails_is_no_error_of_whoever_sends_it() {
    try (Engine engine = Engine.foreground(beans)) {
      assertThatCode(() -> engine.send("direct:tell", "a sentence")).doesNotThrowAnyException();
    }
  }
}
