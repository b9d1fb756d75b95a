package io.rehydrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.schema.Column;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyBatchTest {
  private static final int MEGABYTE = 1_000_000;
  private static final Column ID = column("id", "bigint");
  private static final Column NO = column("no", "int");

  private static Column column(String name, String type) {
    return new Column(
        name,
        type,
        type,
        false,
        false,
        false,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static byte[] text(Object value) {
    return value.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The question for as many of these keys as one takes. */
  private static RowQuery stretch(LongStream ids) {
    KeyStretch batch = new KeyStretch(List.of(ID));
    for (long id : ids.toArray()) {
      if (!batch.add(new byte[][] {text(id)})) {
        break;
      }
    }
    return batch.question();
  }

  @Test
  void keys_that_lie_close_together_are_read_as_a_range() {
    assertThat(stretch(LongStream.of(-1, 0, 1, 2)).condition()).isEqualTo("`id` BETWEEN -1 AND 2");
    assertThat(stretch(LongStream.of(1, 2, 5)).condition())
        .isEqualTo("`id` BETWEEN 1 AND 5 AND `id` + 0 IN (1, 2, 5)");
    assertThat(stretch(LongStream.of(7)).condition()).isEqualTo("`id` IN (7)");
  }

  @Test
  void keys_that_lie_apart_are_looked_up_and_not_more_than_some_hundred_at_a_time() {
    assertThat(stretch(LongStream.of(1, 100)).condition()).isEqualTo("`id` IN (1, 100)");
    assertThat(stretch(LongStream.range(0, 5_000).map(i -> i * 100)).expected())
        .isEqualTo(OptionalInt.of(500));
    assertThat(stretch(LongStream.range(0, 5_000)).expected()).isEqualTo(OptionalInt.of(4_000));
  }

  @Test
  void the_widest_keys_are_no_range_around_all_others() {
    KeyStretch batch = new KeyStretch(List.of(ID));
    batch.add(new byte[][] {text("1")});
    batch.add(new byte[][] {text("18446744073709551615")});

    assertThat(batch.question().condition()).isEqualTo("`id` IN (1, 18446744073709551615)");
  }

  @Test
  void of_rows_with_the_same_beginning_only_those_with_the_keys_are_wanted() {
    KeyStretch batch = new KeyStretch(List.of(ID, NO));
    batch.add(new byte[][] {text(1), text(4)});
    batch.add(new byte[][] {text(2), text(1)});
    batch.add(new byte[][] {text(2), text(3)});

    RowQuery question = batch.question();

    assertThat(question.condition()).isEqualTo("`id` BETWEEN 1 AND 2");
    assertThat(question.only().orElseThrow()).hasSize(3);
    assertThat(question.exact().get())
        .isEqualTo(
            "`id` BETWEEN 1 AND 2 AND ((`id` = 1 AND `no` IN (4)) OR (`id` = 2 AND `no` IN (1, 3)))");
  }

  @Test
  void a_list_of_long_keys_is_no_longer_than_a_statement_may_be() {
    KeyList list = new KeyList(List.of(column("k", "varbinary")));
    int taken =
        (int)
            IntStream.range(0, 500)
                .takeWhile(i -> list.add(new byte[][] {new byte[3_000]}))
                .count();

    RowQuery question = list.question();

    assertThat(taken).isBetween(50, 200);
    assertThat(question.expected()).isEqualTo(OptionalInt.of(taken));
    assertThat(question.condition().length()).isLessThan(MEGABYTE);
  }
}
