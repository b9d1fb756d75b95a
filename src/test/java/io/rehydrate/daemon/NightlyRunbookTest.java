package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.run.RunStep;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NightlyRunbookTest extends RunbookTestSupport {
  private static final StageFailedException FAILURE =
      new StageFailedException(ErrorCode.DUMP_FAILED, "The disk is full", "Make room");

  /** Accepts every night: the servers of the settings do not exist. */
  public static final class Admission {
    public void admit() {}
  }

  @Override
  List<String> files() {
    return List.of("nightly");
  }

  @Override
  String entries() {
    return "night|fire-.*";
  }

  @Override
  Map<String, Object> standIns() {
    return Map.of("nights", new Admission());
  }

  @BeforeEach
  void watch() {
    watch(
        "night-begun",
        "acquire-server",
        "dehydrate",
        "dump",
        "verify",
        "read-back",
        "publish",
        "prune",
        "release-server",
        "notify");
    accomplishAt("publish");
  }

  private Run night() {
    Run queued = queuedNight();
    Exchange sent = send("direct:night", queued.id());
    assertThat(sent.getException()).isNull();
    return now(queued);
  }

  @Test
  void a_night_takes_its_steps_in_order_and_releases_the_scratch() {
    Run run = night();

    assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(calls())
        .containsExactly(
            "night-begun",
            "acquire-server",
            "dehydrate",
            "dump",
            "verify",
            "read-back",
            "publish",
            "prune",
            "release-server",
            "notify");
    assertThat(beans().journal().steps(run.id()))
        .extracting(RunStep::name)
        .containsExactly("acquire", "dehydrate", "dump", "verify", "read-back", "publish", "prune");
  }

  @Test
  void the_scratch_is_released_when_the_dump_fails() {
    failAt("dump", FAILURE);

    Run run = night();

    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.failure().orElseThrow().code()).isEqualTo("dump.failed");
    assertThat(calls()).endsWith("dump", "release-server", "notify");
  }

  @Test
  void a_publish_that_fails_is_notified_with_its_reason() {
    failAt("publish", FAILURE);

    Run run = night();

    assertThat(run.failure().orElseThrow().message()).contains("The disk is full");
    assertThat(calls()).doesNotContain("prune").endsWith("publish", "release-server", "notify");
  }

  @Test
  void a_release_that_fails_ends_the_run_as_failed() {
    failAt("release-server", FAILURE);

    Run run = night();

    assertThat(run.endedAt()).isPresent();
    assertThat(run.failure().orElseThrow().code()).isEqualTo("dump.failed");
    assertThat(calls()).endsWith("prune", "release-server", "notify");
  }

  @Test
  void the_first_failure_is_the_runs() {
    failAt("acquire-server", FAILURE);
    failAt("release-server", new IllegalStateException("and again"));

    assertThat(night().failure().orElseThrow().code()).isEqualTo("dump.failed");
  }

  @Test
  void a_stop_before_the_dump_is_published_ends_the_run_as_failed() throws Exception {
    AdviceWith.adviceWith(
        context(), "night", route -> route.weaveByToUri("direct:verify").replace().stop());

    Run run = night();

    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.failure().orElseThrow().code()).isEqualTo("run.unfinished");
    assertThat(run.endedAt()).isPresent();
  }

  @Test
  void every_schedule_asks_whether_its_night_is_due() throws Exception {
    Resource noon =
        ResourceHelper.fromString(
            "noon.camel.yaml",
            """
            - route:
                id: noon
                from:
                  uri: quartz:noon
                  parameters: { cron: "0 0 12 * * ?" }
                  steps:
                    - to: { uri: direct:night-if-due }
            """);
    PluginHelper.getRoutesLoader(context()).loadRoutes(noon);
    for (String schedule : List.of("nightly", "noon")) {
      AdviceWith.adviceWith(
          context(), schedule, route -> route.replaceFromWith("direct:fire-" + schedule));
    }
    mock("night-if-due").expectedMessageCount(2);

    send("direct:fire-nightly", "");
    send("direct:fire-noon", "");

    mock("night-if-due").assertIsSatisfied();
  }
}
