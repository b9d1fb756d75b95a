package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DumpChangeTest {
  private static Manifest dump(long bytes, Map<String, Long> rows) {
    Map<String, Manifest.TableEntry> tables = new LinkedHashMap<>();
    rows.forEach(
        (table, count) ->
            tables.put(table, new Manifest.TableEntry(count, count, "keep", List.of(), List.of())));
    Manifest.FileEntry file = new Manifest.FileEntry("shop/tables.sql.zst", bytes, "");
    Manifest.FileEntry after = new Manifest.FileEntry("shop/after.sql.zst", 0, "");
    return new Manifest(
        new DumpId("20261122T020000Z"),
        Instant.EPOCH,
        Instant.EPOCH,
        new Manifest.Source("server", "", Optional.empty(), Optional.empty()),
        "",
        "",
        "",
        Map.of("shop", new Manifest.SchemaEntry("utf8mb4", "utf8mb4_bin", file, after, tables)),
        List.of(),
        Map.of());
  }

  private static Manifest orders(long rows) {
    return dump(0, Map.of("orders", rows));
  }

  /** Of dumps with so many orders, the newest first: the first against the others. */
  private static List<String> found(long... rows) {
    List<Manifest> dumps = new ArrayList<>();
    for (long each : rows) {
      dumps.add(orders(each));
    }
    return new DumpChange(dumps.get(0), dumps.subList(1, dumps.size()), 0.5).found();
  }

  @Test
  void a_table_that_lost_or_gained_more_than_half_is_told() {
    assertThat(found(4_000, 10_000, 10_000, 9_000))
        .containsExactly("4,000 rows of shop.orders, where the last dumps have 10,000");
    assertThat(found(16_000, 10_000)).hasSize(1);
    assertThat(found(6_000, 10_000, 10_000)).isEmpty();
    assertThat(found(15_000, 10_000)).isEmpty();
    assertThat(found(10, 1_000)).as("a small table").isEmpty();
    assertThat(found(4_000)).as("the first dump").isEmpty();
  }

  @Test
  void slow_losses_add_up() {
    assertThat(found(5_100, 6_000, 7_000, 8_000, 10_000, 10_000, 10_000, 10_000)).isEmpty();
    assertThat(found(3_900, 6_000, 7_000, 8_000, 10_000, 10_000, 10_000, 10_000)).hasSize(1);
  }

  @Test
  void what_somebody_released_is_what_later_ones_are_compared_with() {
    assertThat(found(2_000, 2_100, 10_000, 10_000, 10_000)).isEmpty();
    assertThat(found(9_000, 2_000, 2_100, 10_000, 10_000, 10_000)).hasSize(1);
    assertThat(found(2_000, 2_000, 2_000, 2_100, 10_000, 10_000, 10_000, 10_000)).isEmpty();
  }

  @Test
  void tables_that_are_gone_are_told_and_new_ones_are_not() {
    Manifest many = dump(0, Map.of("a", 1L, "b", 2_000L, "c", 1L, "d", 1L, "e", 1L));

    assertThat(new DumpChange(dump(0, Map.of("a", 1L, "c", 1L)), List.of(many), 0.5).found())
        .containsExactly(
            "2 tables of shop, where the last dumps have 5",
            "0 rows of shop.b, where the last dumps have 2,000");
    assertThat(new DumpChange(many, List.of(dump(0, Map.of("a", 1L))), 0.5).found()).isEmpty();
  }

  @Test
  void bytes_count_too() {
    Map<String, Long> rows = Map.of("a", 1L);
    assertThat(new DumpChange(dump(100_000, rows), List.of(dump(900_000, rows)), 0.5).found())
        .containsExactly("100,000 bytes, where the last dumps have 900,000");
    assertThat(new DumpChange(dump(2_000, rows), List.of(dump(9_000, rows)), 0.5).found())
        .isEmpty();
  }
}
