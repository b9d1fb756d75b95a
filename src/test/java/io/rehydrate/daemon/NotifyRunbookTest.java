package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.run.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifyRunbookTest extends RunbookTestSupport {
  private static final List<String> CHANNELS =
      List.of("notify-webhook", "notify-slack", "notify-mail", "notify-ntfy");

  @Override
  List<String> files() {
    return List.of("nightly", "notify");
  }

  @Override
  String entries() {
    return "night|notify|tell|ping|night-begun";
  }

  @Override
  Map<String, Object> standIns() {
    return Map.of("nights", new NightlyRunbookTest.Admission());
  }

  @BeforeEach
  void watch() {
    watch("acquire-server", "release-server", "notify-ping");
    CHANNELS.forEach(this::watch);
  }

  @Test
  void a_sentence_goes_to_every_channel_and_one_that_fails_stops_no_other() {
    failAt("notify-webhook", new IllegalStateException("not reachable"));

    send("direct:tell", "The night failed");

    assertThat(calls()).containsExactlyInAnyOrderElementsOf(CHANNELS);
    assertThat(mock("notify-ntfy").getExchanges().get(0).getMessage().getBody(String.class))
        .isEqualTo("The night failed");
  }

  @Test
  void a_night_that_fails_is_notified_and_pinged_at_its_start_and_end() {
    failAt("acquire-server", new IllegalStateException("no scratch"));

    Run queued = queuedNight();
    send("direct:night", queued.id());

    assertThat(mock("notify-ping").getExchanges())
        .extracting(exchange -> exchange.getVariable("event"))
        .containsExactly("night-begun", "night-failed");
    assertThat(mock("notify-slack").getExchanges())
        .singleElement()
        .satisfies(exchange -> assertThat(exchange.getVariable("event")).isEqualTo("night-failed"))
        .satisfies(
            exchange ->
                assertThat(exchange.getMessage().getBody(String.class)).contains("acquire"));
  }
}
