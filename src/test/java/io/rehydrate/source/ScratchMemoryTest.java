package io.rehydrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.plan.FirstPass;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScratchMemoryTest {
  private static Table table(String name, long rows) {
    return new Table(
        new TableName("s", name),
        "CREATE TABLE `" + name + "` (\n  `id` int(11)\n) ENGINE=InnoDB",
        "InnoDB",
        List.of(),
        List.of(),
        List.of(),
        rows,
        0);
  }

  /** With rows of 44 bytes each. */
  private static Set<String> placed(long bytes, Set<String> scanned, Table... tables) {
    Map<TableName, Table> narrow =
        Stream.of(tables).collect(Collectors.toMap(Table::name, Function.identity()));
    FirstPass first =
        new FirstPass(
            narrow,
            scanned.stream().map(t -> new TableName("s", t)).collect(Collectors.toSet()),
            Map.of());
    return ScratchMemory.placed(first, bytes).narrow().values().stream()
        .filter(Table::isInMemory)
        .map(t -> t.name().table() + t.createStatement().replaceAll("(?s).*MAX_ROWS=", " "))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void tables_are_in_memory_as_far_as_there_is_room_with_twice_the_rows_that_are_expected() {
    Table a = table("a", 10_000);
    Table b = table("b", 20_000);
    Set<String> both = Set.of("a", "b");
    assertThat(placed(2_640_000, both, a, b)).containsExactly("a 20000", "b 40000");
    assertThat(placed(1_000_000, both, a, b)).containsExactly("a 20000");
    assertThat(placed(1_980_000, both, a, b)).containsExactly("a 15000", "b 30000");
    assertThat(placed(1_000, both, a, b)).isEmpty();
  }

  @Test
  void a_table_in_which_rows_are_looked_up_stays_on_the_disk() {
    assertThat(placed(2_000_000, Set.of("b"), table("a", 10), table("b", 10)))
        .containsExactly("b 2000");
  }
}
