package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dehydrate.compile.BrokenChecks;
import io.rehydrate.schema.TableName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoldReasonsTest {
  private static final TableName TABLE = new TableName("shop", "kinds");

  private static HoldReasons of(long before, long after, Map<String, Long> undecided) {
    DehydrationResult dehydrated =
        new DehydrationResult(
            Map.of(TABLE, before),
            Map.of(TABLE, after),
            List.of(),
            undecided,
            BrokenChecks.none(),
            0,
            0,
            Map.of(),
            Map.of());
    return HoldReasons.of(dehydrated, 0.01, List.of(), List.of());
  }

  @Test
  void a_dump_without_a_row_of_a_source_that_has_rows_is_doubted() {
    assertThat(of(130_783, 0, Map.of()).why()).contains("it keeps no row");
    assertThat(of(0, 0, Map.of()).any()).isFalse();
    assertThat(of(9, 1, Map.of()).any()).isFalse();
  }

  @Test
  void references_of_kept_rows_that_nobody_decided_name_the_relation_and_the_ways() {
    assertThat(of(9, 9, Map.of("kinds.p -> people.id", 2L)).why())
        .contains(
            "kinds.p -> people.id", "'dangling: set-null'", "'dangling: keep'", "'dangling: drop'");
  }
}
