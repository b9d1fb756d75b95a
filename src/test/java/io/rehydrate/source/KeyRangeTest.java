package io.rehydrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRangeTest {

  private static List<String> split(long least, long greatest, int parts) {
    return KeyRange.split("k", BigInteger.valueOf(least), BigInteger.valueOf(greatest), parts)
        .stream()
        .map(KeyRange::condition)
        .toList();
  }

  @Test
  void ranges_meet_and_leave_nothing_outside() {
    assertThat(split(1, 300, 3))
        .containsExactly("`k` < 101", "`k` >= 101 AND `k` < 201", "`k` >= 201");
    assertThat(split(-10, 10, 2)).containsExactly("`k` < 1", "`k` >= 1");
  }

  @Test
  void few_keys_need_no_ranges() {
    assertThat(split(5, 5, 4)).containsExactly("");
    assertThat(split(5, 6, 4)).containsExactly("`k` < 6", "`k` >= 6");
  }

  @Test
  void the_widest_keys_do_not_overflow() {
    List<KeyRange> ranges =
        KeyRange.split("k", BigInteger.ZERO, new BigInteger("18446744073709551615"), 2);

    assertThat(ranges)
        .extracting(KeyRange::condition)
        .containsExactly("`k` < 9223372036854775808", "`k` >= 9223372036854775808");
  }
}
