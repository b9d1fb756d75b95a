package io.rehydrate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.support.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalLimitTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T02:00:00Z"));
  private final RefusalLimit limit = new RefusalLimit(clock);

  private static AuditEvent from(String person, String address) {
    return AuditEvent.of(person, "http " + address, "pin").refused("permission.role");
  }

  private long admitted(int times, AuditEvent event, boolean known) {
    return IntStream.range(0, times).filter(i -> limit.admits(event, known)).count();
  }

  @Test
  void a_stranger_gets_few_entries_a_minute_and_the_others_are_counted_once() {
    assertThat(admitted(100, from("", "192.0.2.1"), false)).isEqualTo(RefusalLimit.OF_STRANGER);
    assertThat(limit.due()).isEmpty();

    clock.forward(Duration.ofMinutes(1));

    assertThat(limit.due())
        .singleElement()
        .satisfies(event -> assertThat(event.address()).isEqualTo("192.0.2.1"))
        .satisfies(
            event -> assertThat(event.outcome()).isEqualTo("refused: 90 more within a minute"));
    assertThat(limit.due()).isEmpty();
    assertThat(admitted(1, from("", "192.0.2.1"), false)).isEqualTo(1);
  }

  @Test
  void many_strangers_share_a_limit_and_keep_nobody_known_from_theirs() {
    long strangers =
        IntStream.range(0, 5_000)
            .mapToLong(i -> admitted(2, from("", "2001:db8::" + i), false))
            .sum();

    assertThat(strangers).isEqualTo(RefusalLimit.OF_STRANGERS);
    assertThat(admitted(100, from("jane", "192.0.2.9"), true)).isEqualTo(RefusalLimit.OF_PERSON);
    clock.forward(Duration.ofMinutes(1));
    assertThat(limit.due())
        .extracting(AuditEvent::outcome)
        .containsExactlyInAnyOrder(
            "refused: 40 more within a minute",
            "refused: " + (10_000 - strangers) + " more within a minute");
  }
}
